// Keytrail without its page: exact changes of userData, and what happens to the
// sessions of a Genesys Web Services (GWS), as events. keytrail.d.ts describes it.

// An error that a program can tell from others by its code.
class KeytrailError extends Error {
  constructor(code, message) {
    super(message);
    this.name = "KeytrailError";
    this.code = code;
  }
}

// load starts the program. source is where keytrail.wasm is, or what was fetched
// or compiled from there; without one it is the file beside this one.
export async function load(source = new URL("keytrail.wasm", import.meta.url)) {
  const go = new Go();
  const instance = await compiled(source).then((program) => WebAssembly.instantiate(program, go.importObject)).catch((error) => {
    throw error instanceof KeytrailError ? error : Object.assign(new KeytrailError("load", error.message), { cause: error });
  });
  let code = 0, given;
  go.exit = (status) => { code = status; };
  world.started = (functions) => { given = functions; }; // before run returns
  const ended = go.run(instance).then(() => {
    for (const timer of go._scheduledTimeouts.values()) clearTimeout(timer);
    return code;
  });
  const died = () => { if (go.exited) go._resolveExitPromise(); }; // which Go's loader does for its own calls only
  return new Keytrail(given, instance.exports, ended, died);
}

async function compiled(source) {
  source = await source;
  if (source instanceof WebAssembly.Module) return source;
  if (typeof source === "string" || source instanceof URL) {
    const url = new URL(source, globalThis.location?.href ?? import.meta.url);
    if (url.protocol === "file:" && globalThis.process?.versions?.node) {
      const files = "node:fs/promises"; // in no browser, and so for no bundler to look for
      source = await (await import(/* @vite-ignore */ files)).readFile(url);
    } else {
      source = await fetch(url);
    }
  }
  if (!(source instanceof Response)) return WebAssembly.compile(source);
  if (!source.ok) throw new KeytrailError("load", `the server answered ${source.status} for ${source.url}`);
  // A browser keeps what it has compiled with the response that it came from. Not
  // every file server knows the type that streaming compilation asks for.
  if (source.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(source);
  return WebAssembly.compileStreaming(new Response(source.body, { headers: { "Content-Type": "application/wasm" } }));
}

// result is what the program returns, unless that is a failure.
function result(value) {
  if (Array.isArray(value)) throw new KeytrailError(value[0], value[1]);
  return value;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

// json checks that a text can cross as it is: half a surrogate pair could not.
function json(text, what) {
  if (typeof text !== "string") throw new KeytrailError("json", `${what}: expected JSON as a text, not ${text === null ? "null" : typeof text}`);
  if (!whole(text)) throw new KeytrailError("json", `${what}: half a surrogate pair stands in the text; write it as an escape`);
  return text;
}

const whole = (text) => text.isWellFormed?.() ?? !/[\ud800-\udfff]/u.test(text);

// mostParts is in how many parts a text is sent: where it differs in more, the last is all the rest.
const mostParts = 32;

// differences returns what stands in a text in place of what of the one before it, from and
// to in that one. An engine compares texts many times faster than it encodes them.
function differences(old, text) {
  if (old === text) return [];
  if (typeof old !== "string" || typeof text !== "string") return [{ part: text, from: 0, to: 0xffffffff }];
  const parts = [];
  for (let from = 0, at = 0; ; ) {
    const same = shared(old, from, text, at);
    from += same;
    at += same;
    if (from === old.length && at === text.length) return parts;
    // What stands before the next member need not be the least that differs, and where
    // another one begins like it, the next part makes good for that.
    const next = text.indexOf(',"', at);
    const to = next < 0 || parts.length === mostParts ? -1 : old.indexOf(text.slice(next, next + 32), from);
    if (to < 0) return [...parts, { part: text.slice(at), from, to: old.length }];
    parts.push({ part: text.slice(at, next), from, to });
    from = to;
    at = next;
  }
}

// shared returns how many characters of one text and of another are the same from there on.
function shared(old, from, text, at) {
  let least = 0, most = Math.min(old.length - from, text.length - at), step = 64;
  while (least < most) {
    const middle = least + Math.min(step, Math.ceil((most - least) / 2));
    if (old.slice(from + least, from + middle) === text.slice(at + least, at + middle)) {
      least = middle;
      step *= 2;
    } else most = middle - 1;
  }
  return /[\ud800-\udbff]/.test(text.charAt(at + least - 1)) ? least - 1 : least; // a pair is not taken apart
}

// put writes a text to memory and returns how many bytes it takes.
function put(text, memory) {
  if (typeof text === "string") return encoder.encodeInto(text, memory).written;
  memory.set(text);
  return text.length;
}

class Keytrail {
  #go; #exports; #ended; #died; #last = null; #room = { size: 0 }; #feeds = new Set(); #over = null;

  constructor(go, exports, ended, died) {
    this.#go = go;
    this.#exports = exports;
    this.#ended = ended;
    this.#died = died;
    ended.then((code) => { this.#over ??= new KeytrailError("ended", `the program has ended (exit code ${code})`); });
  }

  #alive() {
    if (this.#over) throw this.#over;
    return this.#go;
  }

  diff(before, after) { return this.#compare([[before, after]])[0]; }

  diffAll(pairs) { return this.#compare(pairs); }

  #compare(pairs) {
    this.#alive();
    if (!Array.isArray(pairs) && typeof pairs?.[Symbol.iterator] === "function") pairs = [...pairs];
    if (!Array.isArray(pairs) || !pairs.every(Array.isArray)) throw new KeytrailError("json", "diffAll: expected a list of pairs of texts");
    const exports = this.#exports, numbers = [], parts = [];
    let last = this.#last, most = 0;
    this.#last = null;
    for (const text of pairs.flatMap(([before, after]) => [before, after])) {
      if (!(text instanceof Uint8Array)) json(text, "diff");
      const found = differences(last, text);
      numbers.push(found.length);
      for (const { part, from, to } of found) {
        // No character takes more than three bytes for each of its 16 bits.
        most += part instanceof Uint8Array ? part.length : part.length * 3;
        parts.push({ part, at: numbers.push(0, from, to) - 3 });
      }
      last = text;
    }
    let at = 4 * numbers.length;
    if (at + most > this.#room.size) this.#room = { size: 2 * (at + most), address: this.#run("room", 2 * (at + most)) };
    const memory = new Uint8Array(exports.mem.buffer, this.#room.address, this.#room.size);
    for (const part of parts) {
      numbers[part.at] = put(part.part, memory.subarray(at));
      at += numbers[part.at];
    }
    new Uint32Array(exports.mem.buffer, this.#room.address, numbers.length).set(numbers);
    const size = this.#run("diff", pairs.length, numbers.length);
    // The memory may have grown, and what was a view of it is none any more.
    const told = decoder.decode(new Uint8Array(exports.mem.buffer, this.#run("result"), Math.abs(size)));
    if (size < 0) {
      const [, pair, why] = told.match(/^(\d+) (.*)$/s);
      throw Object.assign(new KeytrailError("json", why), { pair: Number(pair) });
    }
    if (typeof last === "string") this.#last = last; // bytes may be written to
    return JSON.parse(told);
  }

  // What the program does at once. Where that ends it, nobody else would hear of it.
  #run(name, ...args) {
    try { return this.#exports[name](...args); } catch (error) {
      this.#died();
      throw Object.assign(new KeytrailError("ended", `the program has ended: ${error.message}`), { cause: error });
    }
  }

  connect(profile = {}) {
    object(profile, "profile");
    const text = (name) => {
      const value = profile[name] ?? "";
      if (typeof value !== "string") throw new KeytrailError("profile", `${name}: expected a text`);
      return value;
    };
    const given = { startSession: Boolean(profile.startSession), channels: texts(profile.channels, "profile", "channels") };
    for (const name of ["url", "user", "password", "token", "channelId"]) given[name] = text(name);
    if (!given.url && !globalThis.location) throw new KeytrailError("profile", "url: there is no page whose server could be meant");
    return this.#begin(Connection, (go, listener) => go.connect(given, listener));
  }

  simulate(options = {}) {
    object(options, "options");
    const number = (name) => {
      const value = options[name] ?? 0, most = { sessions: 10_000, keys: 10_000, rate: 1_000 }[name] ?? Number.MAX_SAFE_INTEGER;
      if (!(typeof value === "number" && value >= 0 && value <= most)) throw new KeytrailError("options", `${name}: expected a number from 0 to ${most}`);
      return name === "rate" ? value : Math.floor(value);
    };
    const given = { quiet: Boolean(options.quiet), misbehave: texts(options.misbehave, "options", "misbehave") };
    for (const name of ["sessions", "keys", "rate", "seed"]) given[name] = number(name);
    return this.#begin(Connection, (go, listener) => go.simulate(given, listener));
  }

  open(blob) {
    if (!(blob instanceof Blob)) throw new KeytrailError("options", "open takes a Blob or a File");
    return this.#begin(Recording, (go, listener) => go.open(blob, blob.name ?? "", listener));
  }

  #begin(Kind, start) {
    const go = this.#alive();
    const feed = new Kind(go, (listener) => result(start(go, listener)), this.#ended);
    this.#feeds.add(feed);
    feed.closed.then(() => this.#feeds.delete(feed));
    return feed;
  }

  async close() {
    if (this.#over) return void (await this.#ended);
    this.#over = new KeytrailError("closed", "it was closed");
    await Promise.all([...this.#feeds].map((feed) => feed.close()));
    this.#go.end();
    await this.#ended;
  }
}

function object(value, code) {
  if (value === null || typeof value !== "object") throw new KeytrailError(code, `expected an object, not ${value === null ? "null" : typeof value}`);
}

function texts(list, code, name) {
  if (!Array.isArray(list ?? []) || (list ?? []).some((text) => typeof text !== "string" || !whole(text))) throw new KeytrailError(code, `${name}: expected a list of texts`);
  return [...(list ?? [])];
}

// A Feed tells events until it is closed.
class Feed {
  #go; #number; #listeners = new Map(); #over = null; #closed;

  constructor(go, start, ended) {
    this.#go = go;
    let done;
    this.#closed = new Promise((resolve) => { done = resolve; });
    // Whoever asked for the feed has its listeners first.
    this.#number = start((what, text) => queueMicrotask(() => {
      if (what === "closed") done();
      else this._told(what, JSON.parse(text));
    }));
    ended.then(() => {
      done();
      this.#end(new KeytrailError("ended", "the program has ended"));
    });
  }

  get closed() { return this.#closed; }

  on(type, listener) {
    if (this.#over) throw this.#over;
    if (typeof listener !== "function") throw new KeytrailError("options", `${type}: expected a function that listens`);
    const all = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, all);
    const entry = { listener };
    all.add(entry);
    return () => { all.delete(entry); };
  }

  sessions() { return JSON.parse(this._call("sessions")); }

  data(session) { return this._call("data", session); }

  async close() {
    if (!this.#over) {
      this._call("stop");
      this.#end(new KeytrailError("closed", "it was closed"));
    }
    await this.#closed;
  }

  #end(why) {
    if (this.#over) return;
    this.#over = why;
    this._end(why);
    for (const all of this.#listeners.values()) all.clear(); // also while they are being told
  }

  _end() {}

  _call(name, ...args) {
    if (this.#over) throw this.#over;
    return result(this.#go[name](this.#number, ...args));
  }

  // A listener that fails is its owner's business and keeps no other from hearing.
  _told(what, list) {
    for (const event of list) {
      const all = this.#listeners.get(event.type) ?? new Set();
      for (const entry of [...all]) {
        if (!all.has(entry)) continue; // it was taken away meanwhile
        try { entry.listener(event); } catch (error) { queueMicrotask(() => { throw error; }); }
      }
    }
  }
}

class Connection extends Feed {
  #writes = new Map(); #stop = [];

  constructor(...args) {
    super(...args);
    if (typeof document !== "object") return;
    const on = (target, type, listener) => {
      target.addEventListener(type, listener);
      this.#stop.push(() => target.removeEventListener(type, listener));
    };
    on(globalThis, "pagehide", () => this._call("suspend"));
    on(globalThis, "pageshow", (event) => { if (event.persisted) this._call("wake"); });
    on(globalThis, "online", () => this._call("wake"));
    on(document, "visibilitychange", () => { if (document.visibilityState === "visible") this._call("wake"); });
  }

  async attach(session, data) { return this.#write(session, "AttachUserData", json(data, "attach")); }

  async update(session, data) { return this.#write(session, "UpdateUserData", json(data, "update")); }

  async delete(session, keys) { return this.#write(session, "DeleteUserData", texts(keys, "options", "keys")); }

  #write(session, operation, what) {
    const number = this._call("operate", String(session), operation, what);
    return new Promise((resolve, reject) => this.#writes.set(number, { resolve, reject }));
  }

  _told(what, list) {
    super._told(what, list);
    for (const { type, proof } of list) {
      if (type !== "proof" || proof.verdict === "waiting") continue;
      this.#writes.get(proof.write)?.resolve(proof);
      this.#writes.delete(proof.write);
    }
  }

  _end(why) {
    for (const stop of this.#stop) stop();
    for (const { reject } of this.#writes.values()) reject(why);
    this.#writes.clear();
  }
}

class Recording extends Feed {
  #settle;

  constructor(...args) {
    super(...args);
    this.done = new Promise((resolve, reject) => { this.#settle = { resolve, reject }; });
    this.done.catch(() => {}); // whoever waits for it is told
  }

  _told(what, told) {
    if (what === "events") return super._told(what, told);
    if (told.error) this.#settle.reject(new KeytrailError("file", [told.error, ...told.problems].join("; ")));
    else this.#settle.resolve(told);
  }

  _end(why) { this.#settle?.reject(why); }
}

// What the program sees of the page, and all that it sees.
const world = {
  Object, Array, Uint8Array, Promise, Date, TextEncoder, TextDecoder, AbortController, BroadcastChannel, MessageChannel, crypto, performance,
  fetch: (...request) => fetch(...request),
  navigator: { locks: globalThis.navigator?.locks },
  location: globalThis.location && { origin: location.origin },
  PerformanceObserver: globalThis.location && globalThis.PerformanceObserver,
};

// Go's loader means these by its bare names.
const fs = { writeSync: (file, text) => world.fs.writeSync(file, text) };

const Go = ((globalThis) => {
/* Go's loader */
return globalThis.Go;
})(world);
