// Hands the program what the inspected page says to a GWS and hears from it, and
// has that page say more where a person wants it. Everything is asked of the
// developer tools; nothing is sent from here.
"use strict";

(() => {
  const devtools = globalThis.chrome?.devtools;
  if (!devtools) return; // the page was opened by its address
  const { network, inspectedWindow } = devtools;

  // Where Web Services are, as package capture knows them. Entries of other places
  // are counted and cost nothing else.
  const GWS = /\/api\/v2|\/workspace\/v3\/|\/notifications$|\/smss?essions\//i;

  const waiting = []; // pieces that the program has not asked for yet
  let wanted = null; // takes the next one when it comes
  let last = Promise.resolve(); // the piece before, whose body may still be on its way
  const watched = { origin: "", others: 0, next, send };
  let base = ""; // the address of GWS
  let csrf = null; // the header that it wants with every POST

  // next is fulfilled with a list of pieces. One at a time is asked for.
  function next() {
    if (waiting.length) return Promise.resolve(waiting.splice(0));
    return new Promise((resolve) => { wanted = resolve; });
  }

  // put hands over a piece behind all that were put before it.
  function put(kind, text) {
    last = last.then(() => text).then((text) => ({ kind, text }), (e) => ({ kind: "lost", text: String(e) })).then((piece) => {
      waiting.push(piece);
      if (!wanted) return;
      wanted(waiting.splice(0));
      wanted = null;
    });
  }

  // Entries come as they are finished, each with the body that goes with it,
  // however long the developer tools take to find it.
  function take(entry) {
    const [path] = entry.request.url.split("?");
    if (!GWS.test(path)) {
      watched.others++;
      return;
    }
    learn(entry, path);
    put("entry", content(entry).then(({ text, encoding }) => {
      const { startedDateTime, time, request, response } = entry;
      return JSON.stringify({ startedDateTime, time, request, response: { ...response, content: { ...response.content, text, encoding } } });
    }));
  }

  // A body that is gone comes as nothing, or as an empty text in spite of its
  // length: it is left out, and the program says that it was not recorded.
  const content = (entry) => new Promise((resolve) => {
    setTimeout(resolve, 10_000, {}); // nothing else waits for it longer
    entry.getContent((text, encoding) => {
      const gone = text === null || text === "" && entry.response.content.size > 0;
      resolve(gone ? {} : { text, encoding: encoding === "base64" ? encoding : undefined });
    });
  });

  // What GWS wants with every POST, and where it is, the page's own traffic tells.
  function learn(entry, path) {
    const at = path.indexOf("/api/v2");
    if (at >= 0) base = path.slice(0, at);
    const value = (list, name) => list.find((h) => h.name.toLowerCase() === name.toLowerCase())?.value;
    const name = value(entry.response.headers, "X-CSRF-HEADER") ?? csrf?.[0] ?? "X-CSRF-TOKEN";
    const token = value(entry.response.headers, "X-CSRF-TOKEN") ?? value(entry.request.headers, name);
    if (token) csrf = [name, token];
  }

  // What the inspected page runs. Nothing is put into these texts: what they work
  // on comes as JSON.
  const begin = `(({ id, origin, url, init }) => {
    if (location.origin !== origin) return "the page is not at " + origin + " any more";
    const answers = window[Symbol.for("keytrail")] ??= {};
    answers[id] = null;
    fetch(url, { ...init, credentials: "include", cache: "no-store" }).then(async (r) => {
      answers[id] = { status: r.status, headers: [...r.headers], body: await r.text() };
    }).catch((e) => { answers[id] = { failure: String(e) }; });
    return "";
  })`;
  const collect = `(({ id }) => {
    const answers = window[Symbol.for("keytrail")];
    if (!answers || !(id in answers)) return { failure: "the page was left before the answer came" };
    const answer = answers[id];
    if (answer) delete answers[id];
    return answer;
  })`;

  const run = (script, values) => new Promise((resolve, reject) => {
    inspectedWindow.eval(`${script}(${JSON.stringify(values)})`, (result, problem) => {
      if (problem) reject(new Error(problem.value ?? problem.description ?? "the page did not run it"));
      else resolve(result);
    });
  });

  // send has the page of an origin make a request, and is fulfilled with its answer.
  let sent = 0;
  async function send(origin, method, path, headers, body) {
    const id = `${Date.now()} ${++sent}`;
    const known = csrf && headers.some(([name]) => name.toLowerCase() === csrf[0].toLowerCase());
    const init = { method, headers: csrf && !known ? [...headers, csrf] : headers, body };
    const refused = await run(begin, { id, origin, url: base + path, init });
    if (refused) throw new Error(refused);
    for (let pause = 10; ; pause = Math.min(2 * pause, 200)) {
      const answer = await run(collect, { id });
      if (answer?.failure) throw new Error(answer.failure);
      if (answer) return answer;
      await new Promise((resolve) => { setTimeout(resolve, pause); });
    }
  }

  // What was finished before somebody listened is in the log of the developer
  // tools; what is finished meanwhile may come twice.
  const key = (entry) => `${entry.startedDateTime} ${entry.time} ${entry.request.method} ${entry.request.url}`;
  let early = [];
  network.onRequestFinished.addListener((entry) => {
    if (early) early.push(entry);
    else take(entry);
  });
  network.getHAR((log) => {
    const entries = log.entries.filter(({ response }) => response.status || response._error); // the others go on
    const before = new Set(entries.map(key));
    put("begun", String(entries.filter((entry) => GWS.test(entry.request.url.split("?")[0])).length));
    entries.forEach(take);
    early.filter((entry) => !before.has(key(entry))).forEach(take);
    early = null;
  });

  function at(url) {
    watched.origin = new URL(url).origin;
    put("page", url);
  }
  network.onNavigated.addListener(at);
  inspectedWindow.eval("location.href", (url) => { if (url && !watched.origin) at(url); });

  globalThis.keytrailPage = watched;
})();
