// Keeps one version of Keytrail for visits without a network. A version is a
// cache of its own; it is filled when the worker is installed, never changed
// afterwards, and removed when a newer worker takes over.
"use strict";

const VERSION = "";
const FILES = [];

const prefix = `keytrail ${self.registration.scope} `;
const name = prefix + VERSION;
const kept = new Set(["./", ...FILES].map((file) => new URL(file, self.registration.scope).href));

self.addEventListener("install", (event) => {
  // The page itself carries no version in its name: ask the server for it. Every
  // other name changes with its content, so the HTTP cache may answer.
  const page = new Request("./", { cache: "no-cache" });
  event.waitUntil(caches.open(name).then((cache) => cache.addAll([page, ...FILES])));
});

self.addEventListener("activate", (event) => {
  const old = (key) => key.startsWith(prefix) && key !== name;
  event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter(old).map((key) => caches.delete(key)))));
});

self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const url = new URL(event.request.url);
  url.search = url.hash = "";
  if (url.pathname.endsWith("/index.html")) url.pathname = url.pathname.slice(0, -"index.html".length);
  if (!kept.has(url.href)) return;
  // Opening the cache would make it anew when everything has been deleted.
  const copy = caches.match(url.href, { cacheName: name });
  event.respondWith(copy.then((response) => response ?? fetch(event.request)));
});
