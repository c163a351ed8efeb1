// Loads the Go program: shows how far the download is, starts it, and says so
// when it could not start or has ended. Runs before the body is parsed, so that
// the download begins at once and the theme is right from the first paint.
"use strict";

// Stands for all parts that belong together; the page names it, too.
const PARTS = "";

(() => {
  const { dataset: script, src } = document.currentScript;
  const version = document.querySelector("meta[name=keytrail-version]").content;
  const directory = new URL(".", location.href).pathname;
  const $ = (id) => document.getElementById(id);

  // The framework finds its pages by the path; a file server may show the name.
  const file = location.protocol === "file:"; // where nothing can be fetched, nor the address changed
  if (location.pathname.endsWith("/index.html") && !file) {
    history.replaceState(null, "", directory + location.search + location.hash);
  }

  // Any page that opened this one can give it any address. The framework's reading
  // ends the program where a % begins no escape, so such a one is written out.
  function mendAddress() {
    const address = location.pathname + location.search + location.hash;
    const mended = address.replace(/%(?![0-9A-Fa-f]{2})/g, "%25");
    if (mended !== address && !file) history.replaceState(history.state, "", location.origin + mended);
  }
  mendAddress();
  for (const event of ["popstate", "hashchange"]) window.addEventListener(event, mendAddress);

  // Where a person blocks cookies, reading window.localStorage throws. The
  // framework reads it when it starts, and that would end the program, so there
  // is one then that keeps nothing.
  try { void localStorage; } catch {
    const nothing = { length: 0, key: () => null, getItem: () => null, setItem() {}, removeItem() {}, clear() {} };
    Object.defineProperty(window, "localStorage", { value: Object.create(nothing) });
  }

  // As a panel of the developer tools the page has their theme, the system's else,
  // unless a person has chosen one.
  const devtools = globalThis.chrome?.devtools;
  function dress() {
    const { dataset } = document.documentElement;
    const theme = localStorage?.getItem("keytrail-theme");
    if (devtools) dataset.tools = devtools.panels.themeName === "dark" ? "dark" : "light";
    const given = dataset.tools ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    dataset.theme = theme === "light" || theme === "dark" ? theme : given;
  }
  dress();
  devtools?.panels.setThemeChangeHandler?.(dress); // Chromium's and Edge's
  devtools?.panels.onThemeChanged?.addListener(dress); // Firefox's

  // go-app asks here for what other programs find in their environment.
  window.goappGetenv = (name) => ({
    GOAPP_VERSION: version,
    GOAPP_ROOT_PREFIX: directory.replace(/\/$/, ""),
    GOAPP_STATIC_RESOURCES_URL: directory.replace(/\/$/, ""),
    GOAPP_INTERNAL_URLS: "null",
  })[name] ?? "";

  // The framework would follow links in its own way, which ends the program for
  // schemes and addresses that it does not know. They are the browser's business;
  // what would replace the page is nobody's.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.stopPropagation();
    if (/^(javascript|blob|data):$/.test(link.protocol) && !link.download) event.preventDefault();
  });

  // Only a server's header can forbid that another page frames this one and leads
  // the clicks astray; where none does, the program does not start there. A panel
  // is framed by the developer tools, and can be by nobody else.
  const framed = window.top !== window.self && !devtools;
  const supported = typeof WebAssembly === "object" && typeof ReadableStream === "function";
  const parsed = new Promise((resolve) => {
    if (document.readyState !== "loading") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });
  let compiling = supported && !framed && !file ? download() : null;

  parsed.then(async () => {
    if (file) {
      fail("Keytrail cannot be opened as a file. Have a web server serve the folder, python3 -m http.server for example, and open its address.", false);
      return;
    }
    if (framed) {
      fail("Keytrail does not start inside of another page, which could lead your clicks astray. Open it in a tab of its own.", true);
      $("shell-retry").textContent = "Open in a tab";
      $("shell-retry").addEventListener("click", () => window.open(location.href, "_blank", "noopener"));
      return;
    }
    $("shell-retry").addEventListener("click", async () => {
      if (typeof Go !== "function") location.reload(); // a script is missing, not the program
      compiling = download();
      if (await start()) idle(offline);
    });
    $("notice-later").addEventListener("click", () => { $("notice").hidden = true; });
    if (!supported) {
      fail("This browser cannot run WebAssembly. Use a current version of Chrome, Edge, Firefox or Safari.", false);
      return;
    }
    if (await start()) idle(offline);
  });

  // What is for the next visit must not slow this one down.
  function idle(task) {
    if (typeof requestIdleCallback === "function") requestIdleCallback(task, { timeout: 10_000 });
    else setTimeout(task, 3_000);
  }

  // Compiles while the bytes come in, from the first one on: neither the rest of
  // the page nor Go's own script is waited for.
  function download() {
    const compiled = script.parts === PARTS ? program().then(compile) : Promise.reject(new Error("the page is of another version than its script"));
    compiled.catch(() => {}); // start reports it
    return compiled;
  }

  // The program as the server compresses it; packed, and unpacked here, where the
  // server does not compress. Where this script came as it is, the program would: it
  // is not asked for. What a worker keeps needs no server.
  async function program() {
    if (!script.packed || navigator.serviceWorker?.controller) return get(script.program);
    const [self] = performance.getEntriesByName(src);
    if (!self?.decodedBodySize || self.encodedBodySize < self.decodedBodySize) {
      const plain = await get(script.program);
      if (plain.headers.has("Content-Encoding")) return plain;
      await plain.body.cancel();
    }
    const packed = await get(script.packed).catch(() => null);
    return packed ? new Response(packed.body.pipeThrough(unpack())) : get(script.program);
  }

  // Some hosts answer what they do not have with a page, as if all was well.
  async function get(name) {
    const response = await fetch(name, { credentials: "same-origin" });
    const page = response.headers.get("Content-Type")?.startsWith("text/html");
    if (!response.ok || page) throw new Error(`the server answered ${response.status}${page ? " and a page" : ""} for ${name}`);
    return response;
  }

  // A browser keeps what it has compiled with the response that it came from, so
  // that one is left as it is and a copy is counted. Not every file server knows
  // the type that streaming compilation asks for.
  function compile(response) {
    count(response.clone().body);
    if (response.headers.get("Content-Type") === "application/wasm") return WebAssembly.compileStreaming(response);
    return WebAssembly.compileStreaming(new Response(response.body, { headers: { "Content-Type": "application/wasm" } }));
  }

  // Content-Length speaks of the compressed bytes; the page knows the real size.
  async function count(body) {
    const total = Number(script.bytes);
    let seen = 0;
    const show = () => progress(seen, total);
    document.addEventListener("readystatechange", show); // for what comes before there is a bar
    const counter = new WritableStream({
      write(chunk) {
        seen += chunk.byteLength;
        show();
      },
    });
    await body.pipeTo(counter).catch(() => {}); // compiling fails, too, and says so
  }

  function progress(seen, total) {
    const bar = $("shell-bytes");
    if (!bar || total <= 0) return;
    const megabytes = (n) => (n / 1e6).toFixed(1);
    bar.max = total;
    bar.value = seen;
    $("shell-count").textContent = `${megabytes(seen)} of ${megabytes(total)} MB`;
  }

  async function start() {
    fail("", false);
    try {
      const compiled = await compiling;
      const go = new Go();
      let code = 0;
      go.exit = (status) => { code = status; };
      const instance = await WebAssembly.instantiate(compiled, go.importObject);
      const end = () => ended(code);
      mendAddress(); // it may have changed since
      go.run(instance).then(end, end);
      keepMark(false);
      return true;
    } catch (error) {
      if (await superseded()) return false;
      fail(`Keytrail could not be loaded: ${error.message}. Check the connection and try again.`, true);
      return false;
    }
  }

  // A host may hand out a page that it has kept longer than the parts that the
  // page names. Such a page asks for the one that is there now, once: the mark
  // stays until a program has started.
  async function superseded() {
    try {
      const response = await fetch(location.href, { cache: "reload" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const now = page.querySelector("meta[name=keytrail-version]")?.content;
      if (!now || now === version && script.parts === PARTS || !keepMark(true)) return false;
      await fetch(src, { cache: "reload" });
      await (await navigator.serviceWorker?.getRegistration())?.unregister();
    } catch {
      return false;
    }
    fail("This page is older than the program on its server. The new one is being loaded.", false);
    location.reload();
    return true;
  }

  // keepMark sets or removes the mark of a page that is loading a newer one. It
  // tells whether that is new; where nothing can be marked nothing is reloaded.
  function keepMark(on) {
    try {
      const before = sessionStorage.getItem("keytrail-superseded");
      if (on) sessionStorage.setItem("keytrail-superseded", version);
      else sessionStorage.removeItem("keytrail-superseded");
      return before === null;
    } catch {
      return false;
    }
  }

  function fail(text, again) {
    const problem = $("shell-problem");
    if (!problem) return;
    problem.textContent = text;
    $("shell-retry").hidden = !again;
  }

  function ended(code) {
    notice("ended", `Keytrail has stopped (exit code ${code}). What you see is frozen; reload the page to go on.`, () => location.reload());
  }

  function notice(kind, text, reload) {
    const box = $("notice");
    if (box.dataset.kind === "ended") return;
    box.dataset.kind = kind;
    $("notice-text").textContent = text;
    $("notice-reload").onclick = reload;
    $("notice-later").hidden = kind === "ended";
    box.hidden = false;
    if (onWall()) setTimeout(reload, 5000); // where nobody presses anything
  }

  function onWall() {
    return document.querySelector('[data-board="wall"]') !== null;
  }

  // A new version waits until it is asked to take over: nothing changes under a
  // page that is being used.
  async function offline() {
    if (!("serviceWorker" in navigator)) return;
    const controlled = navigator.serviceWorker.controller !== null;
    let asked = false;
    navigator.serviceWorker.addEventListener("controllerchange", () => {
      if (asked) location.reload();
      else if (controlled) notice("update", "Another tab has switched to a new version of Keytrail.", () => location.reload());
    });
    const announce = (worker) => notice("update", "A new version of Keytrail is ready.", () => {
      asked = true;
      worker.postMessage("activate");
    });
    try {
      const registration = await navigator.serviceWorker.register(script.worker, { updateViaCache: "none" });
      const watch = (worker) => worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller) announce(worker);
      });
      if (registration.waiting && controlled) announce(registration.waiting);
      watch(registration.installing);
      registration.addEventListener("updatefound", () => watch(registration.installing));
      // A wall is never visited anew, which is when a browser looks by itself.
      setInterval(() => onWall() && registration.update().catch(() => {}), 600_000);
    } catch {
      // Without a worker everything works except a visit without a network:
      // private windows and plain http addresses do not allow one.
    }
  }
})();
