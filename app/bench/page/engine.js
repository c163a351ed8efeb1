import { peers } from "./peers.js";
import { replies, userDataOf, versions } from "./messages.js";

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

const pause = () => new Promise((done) => setTimeout(done));

function timed(run, times) {
  const start = performance.now();
  if (run(times) === 0) throw new Error("nothing was found");
  return performance.now() - start;
}

// warm works until the browser has had time to compile what it will run.
async function warm(run, times) {
  for (const end = performance.now() + 800; performance.now() < end; ) {
    timed(run, times);
    await pause();
  }
}

const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];

// engine measures one kind of message: the time of a reply in microseconds, the
// median of several rounds in which everybody takes turns.
globalThis.engine = async function (kind, { rounds, slice }) {
  const texts = replies(versions(kind, kind.batch * 4), kind.batch);
  agree(texts);
  const runs = { ours: ours(texts) };
  for (const name in peers) runs[name] = contestant(peers[name], texts);
  const times = {}, taken = {};
  for (const name in runs) {
    await warm(runs[name], texts.length);
    let n = texts.length, t;
    while ((t = timed(runs[name], n)) < slice / 4) n *= 2;
    times[name] = Math.max(1, Math.ceil((n * slice) / t));
    taken[name] = [];
  }
  for (let round = 0; round < rounds; round++) {
    for (const name in runs) {
      await pause();
      taken[name].push((1000 * timed(runs[name], times[name])) / times[name]);
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, list]) => [name, median(list)]));
};
