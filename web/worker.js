// Keeps one version of Keytrail for visits without a network. A version is a
// cache of its own; it is filled when the worker is installed, never changed
// afterwards, and removed when a newer worker takes over.
"use strict";

const VERSION = "";
const FILES = [];
const PACKED = "";

const prefix = `keytrail ${self.registration.scope} `;
const name = prefix + VERSION;
const address = (file) => new URL(file, self.registration.scope).href;
const program = FILES.find((file) => file.endsWith(".wasm"));
const kept = new Set(["./", ...FILES].map(address));

self.addEventListener("install", (event) => event.waitUntil(fill()));

// The page itself carries no version in its name: ask the server for it. Every
// other name changes with its content, so the HTTP cache may answer however old
// its copy is.
async function fill() {
  const cache = await caches.open(name);
  const others = FILES.filter((file) => file !== program);
  await Promise.all([
    cache.add(new Request("./", { cache: "no-cache" })),
    ...others.map(async (file) => cache.put(file, await get(file))),
    download().then((response) => cache.put(program, response)),
  ]);
}

// The program in the form in which the page has just had it, then as the server
// compresses it, then packed.
async function download() {
  if (!PACKED) return get(program);
  const known = await fetch(PACKED, { cache: "only-if-cached", mode: "same-origin" }).catch(() => null);
  if (known && there(known)) return unpacked(known);
  const plain = await get(program);
  if (plain.headers.has("Content-Encoding")) return plain;
  const packed = await get(PACKED).catch(() => null);
  if (!packed) return plain;
  plain.body.cancel();
  return unpacked(packed);
}

function unpacked(packed) {
  return new Response(packed.body.pipeThrough(unpack()), { headers: { "Content-Type": "application/wasm" } });
}

async function get(file) {
  const response = await fetch(file, { cache: "force-cache" });
  if (!there(response)) throw new Error(`the server has no ${file}: it answered ${response.status}`);
  return response;
}

// Some hosts answer what they do not have with a page, as if all was well.
function there(response) {
  return response.ok && !response.headers.get("Content-Type")?.startsWith("text/html");
}

self.addEventListener("activate", (event) => {
  const old = (key) => key.startsWith(prefix) && key !== name;
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter(old).map((key) => caches.delete(key)))));
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  // "reload" asks for what the server has now. Some browsers say so of a page, too,
  // when a person reloads it, and that must work without a network.
  const { method, mode, cache } = event.request;
  if (method !== "GET" || cache === "reload" && mode !== "navigate") return;
  const url = new URL(event.request.url);
  url.hash = "";
  if (!kept.has(url.href)) url.search = "";
  if (url.pathname.endsWith("/index.html")) url.pathname = url.pathname.slice(0, -"index.html".length);
  if (!kept.has(url.href)) return;
  // Opening the cache would make it anew when everything has been deleted.
  const copy = caches.match(url.href, { cacheName: name });
  const again = () => (url.href === address(program) ? download() : fetch(event.request));
  event.respondWith(copy.then((response) => response ?? again()));
});
