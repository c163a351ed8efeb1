// What keytrail.d.ts promises, tried in any environment: by Node on its own and by
// pages. The types are checked with it.
// @ts-check

/** @typedef {import("./keytrail.js").Keytrail} Keytrail */
/** @typedef {import("./keytrail.js").Connection} Connection */
/** @typedef {import("./keytrail.js").Events} Events */

/** @param {unknown} got @param {unknown} want @param {string} what */
function equal(got, want, what) {
  const [g, w] = [JSON.stringify(got), JSON.stringify(want)];
  if (g !== w) throw new Error(`${what}: got ${g}, want ${w}`);
}

/** @param {() => unknown} f @param {string} code */
async function fails(f, code) {
  let error;
  try { await f(); } catch (e) { error = /** @type {import("./keytrail.js").KeytrailError} */ (e); }
  if (!(error instanceof Error)) throw new Error(`nothing failed with ${code}`);
  equal(error.code, code, error.message);
  return error;
}

/**
 * Waits for an event that fits.
 * @template {keyof Events} Type
 * @param {import("./keytrail.js").Feed} feed @param {Type} type @param {(event: Events[Type]) => boolean} fits
 * @returns {Promise<Events[Type]>}
 */
function next(feed, type, fits = () => true) {
  return new Promise((resolve) => {
    const stop = feed.on(type, (event) => {
      if (!fits(event)) return;
      stop();
      resolve(event);
    });
  });
}

const none = /** @type {any} */ (null);

/**
 * Returns pairs of texts that differ in a few members to most, the first one as a rule
 * the second one of the pair before.
 * @param {number} count @returns {[string, string][]}
 */
function changes(count) {
  let seed = 7;
  /** @param {number} n */
  const random = (n) => ((seed = Math.imul(seed, 1664525) + 1013904223) >>> 16) % n;
  const values = ["", "x", "x".repeat(50), "é", "\u{1F600}", "\u{1F601}", "\u{1F601}\u{1F601}x", ',"key', "ß".repeat(40)];
  const data = Array.from({ length: 60 }, (_, n) => [`${n % 3 ? "key" : "\u{1F600}"}${n}`, values[random(values.length)]]);
  const text = () => JSON.stringify(Object.fromEntries(data));
  /** @type {[string, string][]} */
  const pairs = [];
  for (let last = text(); pairs.length < count; ) {
    const before = random(4) ? last : text();
    for (let n = random(random(10) ? 4 : 80); n > 0; n--) {
      const at = random(data.length);
      if (random(8)) data[at] = [data[at][0], values[random(values.length)]];
      else if (random(2)) data.splice(random(data.length), 0, ...data.splice(at, 1));
      else data[at] = [`new${random(1000)}`, data[at][1]];
    }
    last = text();
    pairs.push([before, last]);
    if (!random(4)) data[random(data.length)][1] = values[random(values.length)];
  }
  return pairs;
}

/** @param {Keytrail} kt */
async function compares(kt) {
  equal(kt.diff('{"a":1,"b":"x","n":12345678901234567890}', '{"a":1.0,"b":2,"n":12345678901234567891,"c":null}'), [
    { kind: "respelled", key: "a", path: "", at: 0, before: "1", after: "1.0" },
    { kind: "retyped", key: "b", path: "", at: 1, before: '"x"', after: "2" },
    { kind: "added", key: "c", path: "", at: 3, after: "null" },
    { kind: "changed", key: "n", path: "", at: 2, before: "12345678901234567890", after: "12345678901234567891" },
  ], "literals");
  equal(kt.diff('{"a":{"b":[1,2]}}', '{"a":{"b":[1,3]}}').map((c) => c.key + c.path), ["a/b/1"], "a path");
  equal(kt.diff('{"a":1,"a":2}', '{"a":1}').map((c) => c.kind), ["duplicate"], "a key that stands twice");
  equal(kt.diff('{"é\u{1F600}\uFEFF":"\uFEFFß"}', '{"é\u{1F600}\uFEFF":"\\ud800"}')[0],
    { kind: "changed", key: "é\u{1F600}\uFEFF", path: "", at: 0, before: '"\uFEFFß"', after: '"\\ud800"' }, "characters");
  equal(kt.diff("{}", new TextEncoder().encode('{"a":1}'))[0].after, "1", "bytes");
  equal(kt.diff("{}", new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]))[0].inexact, true, "no UTF-8");
  const versions = Array.from({ length: 40 }, (_, n) => JSON.stringify({ a: n, b: "x".repeat(n * n) }));
  equal(kt.diffAll(versions.slice(1).map((after, n) => [versions[n], after])).map((list) => list.length), versions.slice(1).map(() => 2), "a batch");
  equal(kt.diffAll(new Map([["{}", '{"a":1}']])).map((list) => list.length), [1], "any iterable");
  for (let n = 1; n < versions.length; n++) equal(kt.diff(versions[n - 1], versions[n]).length, 2, "one after the other");
  equal(kt.diff(versions[39], versions[38])[0].after, "38", "and back");
  const changing = changes(400);
  const inParts = changing.map(([before, after]) => kt.diff(before, after));
  const bytes = new TextEncoder();
  equal(inParts, changing.map(([before, after]) => kt.diff(bytes.encode(before), bytes.encode(after))), "in parts as at once");
  equal(inParts, kt.diffAll(changing), "all in one call");
  equal((await fails(() => kt.diffAll([["{}", "{}"], ["{}", "{"]]), "json")).pair, 1, "the pair");
  await fails(() => kt.diff("[]", "{}"), "json");
  await fails(() => kt.diff("{}", '{"a":"\ud800"}'), "json");
  await fails(() => kt.diff("{}", none), "json");
  await fails(() => kt.diff(none, "{}"), "json");
  kt.diff("{}", new TextEncoder().encode('{"secret":1}'));
  await fails(() => kt.diff(/** @type {any} */ (undefined), '{"a":1}'), "json");
  await fails(() => kt.diffAll(none), "json");
  equal(kt.diff(versions[1], versions[1]), [], "after a failure");
}

/** @param {Connection} c */
async function writes(c) {
  const { session } = await next(c, "session", (e) => e.session.state === "Chatting");
  const { id } = session;
  equal(c.sessions().some((s) => s.id === id), true, "the session is listed");
  const changed = next(c, "change", (e) => e.session === id && e.changes.some((x) => x.key === "Exact" && x.kind === "added"));
  const proof = await c.attach(id, '{"Exact":1.0}');
  equal([proof.verdict, proof.keys[0].sent, proof.keys[0].seen, proof.session], ["exact", "1.0", "1.0", id], "the proof");
  const change = (await changed).changes.find((x) => x.key === "Exact");
  equal([change?.kind, change?.after, change?.by], ["added", "1.0", "you"], "the change");
  equal(/"Exact":1\.0[,}]/.test(c.data(id)), true, "the data");
  equal((await c.update(id, '{"Exact":"1.0"}')).verdict, "exact", "an update");
  equal((await c.delete(id, ["Exact"])).verdict, "exact", "a deletion");
  await fails(() => c.attach("nobody", "{}"), "no-session");
  await fails(() => c.attach(id, "1"), "json");
  await fails(() => c.data("nobody"), "no-session");
  const last = c.attach(id, '{"Late":1}').then(() => "proven", (error) => error.code);
  await c.close();
  if (!["proven", "closed"].includes(await last)) throw new Error("the last write has another end");
  await fails(() => c.sessions(), "closed");
}

/** @param {Keytrail} kt */
async function simulates(kt) {
  await fails(() => kt.simulate({ misbehave: ["nothing"] }), "options");
  await fails(() => kt.simulate({ rate: -1 }), "options");
  await fails(() => kt.simulate({ sessions: 1e300 }), "options");
  await fails(() => kt.simulate(none), "options");
  const c = kt.simulate({ sessions: 3, keys: 8, rate: 20, seed: 7 });
  const [link, changed] = [next(c, "link", (e) => e.state === "connected"), next(c, "change", (e) => e.kind === "notification" && e.changes.length > 0)];
  await writes(c);
  await Promise.all([link, changed]);
  const refusing = kt.simulate({ quiet: true, misbehave: ["refuse"] });
  const { session } = await next(refusing, "session", (e) => e.session.state === "Chatting");
  equal((await refusing.attach(session.id, '{"a":1}')).verdict, "rejected", "a refusal");
  await listens(kt.simulate({ rate: 20 }));
}

/** @param {Connection} c */
async function listens(c) {
  await fails(() => c.on("change", none), "options");
  let told = 0;
  const first = next(c, "session");
  const stop = c.on("session", () => { told++; });
  c.on("session", () => stop());
  c.on("session", stop);
  await first;
  const before = told;
  await next(c, "change");
  equal([before, told], [1, 1], "a listener that was taken away");
  await c.close();
  await fails(() => c.on("change", () => {}), "closed");
}

/** @param {Keytrail} kt @param {string} url */
async function connects(kt, url) {
  await fails(() => kt.connect({ url: "gws.example.com" }), "profile");
  await fails(() => kt.connect(none), "profile");
  await writes(kt.connect({ url }));
}

/** @param {Keytrail} kt @param {BlobPart} har */
async function opens(kt, har) {
  const recording = kt.open(new Blob([har]));
  let told = 0;
  recording.on("change", (e) => { told += e.changes.length; });
  const { understood } = await recording.done;
  equal([told > 0, recording.sessions().length > 0, /HAR/.test(understood)], [true, true, true], understood);
  equal(JSON.parse(recording.data(recording.sessions()[0].id)) !== null, true, "the data");
  const nothing = kt.open(new Blob(["nothing"]));
  await fails(() => nothing.done, "file");
}

/**
 * Tries everything and returns the names of what was tried.
 * @param {typeof import("./keytrail.js").load} load
 * @param {string} url of a GWS @param {BlobPart} har
 */
export async function contract(load, url, har) {
  await fails(() => load(new Uint8Array(3)), "load");
  const kt = await load();
  await compares(kt);
  await simulates(kt);
  await connects(kt, url);
  await opens(kt, har);
  const left = kt.simulate();
  await Promise.all([kt.close(), kt.close()]);
  await left.closed;
  await fails(() => kt.diff("{}", "{}"), "closed");
  await fails(() => kt.simulate(), "closed");
  return "kept";
}
