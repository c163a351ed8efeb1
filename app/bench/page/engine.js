import { peers } from "./peers.js";
import { replies, userDataOf, versions } from "./messages.js";
import { rounds } from "./rounds.js";

// A contestant reads a circle of replies again and again and keeps the last
// version it has seen. run returns how many lists of changes it finished.
function contestant(peer, texts) {
  let old = userDataOf(JSON.parse(texts.at(-1))).at(-1);
  let at = 0;
  return (times) => {
    let finished = 0;
    for (; times > 0; times--) {
      for (const next of userDataOf(JSON.parse(texts[at]))) {
        if (peer.diff(old, next) !== undefined) finished++;
        old = next;
      }
      at = (at + 1) % texts.length;
    }
    return finished;
  };
}

// ours hands the bytes that fetch would deliver to Go; the copy is Go's work.
function ours(texts) {
  const encoder = new TextEncoder();
  const handle = globalThis.keytrail.open(texts.map((text) => encoder.encode(text)));
  return (times) => globalThis.keytrail.read(handle, times);
}

// agree makes sure that everybody finds the same keys changed in every message.
function agree(texts) {
  const maps = texts.flatMap((text) => userDataOf(JSON.parse(text)));
  const encoder = new TextEncoder();
  const found = globalThis.keytrail.keys(texts.map((text) => encoder.encode(text)));
  for (const [name, peer] of Object.entries(peers)) {
    maps.forEach((map, i) => {
      const theirs = peer.keys(peer.diff(maps.at(i - 1), map)).sort().join(" ");
      if (theirs !== found[i]) throw new Error(`message ${i}: ${name} found ${theirs}, ours ${found[i]}`);
    });
  }
}

// engine measures one kind of message: the time of a reply in microseconds, the
// median of several rounds in which everybody takes turns.
globalThis.engine = async function (kind, how) {
  const texts = replies(versions(kind, kind.batch * 4), kind.batch);
  agree(texts);
  const runs = { ours: ours(texts) };
  for (const name in peers) runs[name] = contestant(peers[name], texts);
  return rounds(runs, texts.length, how);
};
