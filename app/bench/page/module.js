import { peers } from "./peers.js";
import { versions } from "./messages.js";
import { rounds } from "./rounds.js";

// pairsOf returns so many pairs of texts that follow each other; where they do not
// go on from the call before, strange, nobody has seen one of them.
function pairsOf(texts, { batch, strange }) {
  const at = (i) => texts[i % texts.length];
  const pairs = [];
  for (let i = 0; i < texts.length; i += batch) {
    pairs.push(Array.from({ length: batch }, (_, n) => (strange ? [at(2 * (i + n)), at(2 * (i + n) + 1)] : [at(i + n), at(i + n + 1)])));
  }
  return pairs;
}

// A peer reads what it has not seen before, and keeps what was read last.
function contestant(peer, calls, strange) {
  let at = 0, last = JSON.parse(calls[0][0][0]);
  return (times) => {
    let finished = 0;
    for (; times > 0; times--) {
      for (const [before, after] of calls[at]) {
        const old = strange ? JSON.parse(before) : last;
        last = JSON.parse(after);
        if (peer.diff(old, last) !== undefined) finished++;
      }
      at = (at + 1) % calls.length;
    }
    return finished;
  };
}

function ours(calls) {
  let at = 0;
  return (times) => {
    let finished = 0;
    for (; times > 0; times--) {
      const call = calls[at];
      finished += call.length === 1 ? Number(kt.diff(call[0][0], call[0][1]).length > 0) : kt.diffAll(call).length;
      at = (at + 1) % calls.length;
    }
    return finished;
  };
}

// agree makes sure that everybody finds the same keys.
function agree(calls) {
  for (const [before, after] of calls.flat()) {
    const found = kt.diff(before, after).map((c) => c.key).sort().join(" ");
    for (const [name, peer] of Object.entries(peers)) {
      const theirs = peer.keys(peer.diff(JSON.parse(before), JSON.parse(after))).sort().join(" ");
      if (theirs !== found) throw new Error(`${name} found ${theirs}, ours ${found}`);
    }
  }
}

// compare measures one kind of call, in microseconds.
globalThis.compare = async function (kind, how) {
  const calls = pairsOf(versions(kind, kind.batch * 4), kind);
  agree(calls);
  const runs = { ours: ours(calls) };
  for (const name in peers) runs[name] = contestant(peers[name], calls, kind.strange);
  return rounds(runs, calls.length, how);
};
