import deepDiff from "deep-diff";
import { compare } from "fast-json-patch";
import { create } from "jsondiffpatch";
import { diff as justDiff } from "just-diff";
import microdiff from "microdiff";
import { createPatch } from "rfc6902";

const patcher = create();

const lastOfPointer = (change) => change.path.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");

// Each peer: how it finds its list of changes, and which keys that list names.
export const peers = {
  microdiff: { diff: (a, b) => microdiff(a, b), keys: (list) => list.map((c) => c.path[0]) },
  "fast-json-patch": { diff: compare, keys: (list) => list.map(lastOfPointer) },
  jsondiffpatch: { diff: (a, b) => patcher.diff(a, b), keys: (delta) => Object.keys(delta ?? {}) },
  "deep-diff": { diff: (a, b) => deepDiff.diff(a, b), keys: (list) => (list ?? []).map((c) => c.path[0]) },
  "just-diff": { diff: (a, b) => justDiff(a, b), keys: (list) => list.map((c) => c.path[0]) },
  rfc6902: { diff: (a, b) => createPatch(a, b), keys: (list) => list.map(lastOfPointer) },
};
