// What is watched in a page of Keytrail, from before its first script.
(() => {
  const probe = (globalThis.probe = { ready: 0, messages: 0, pending: 0, latencies: [], long: [], typed: [] });

  // What is drawn while a frame is prepared is painted by that frame, and what is
  // drawn before by the next one.
  let preparing = false;
  const request = requestAnimationFrame;
  globalThis.requestAnimationFrame = (f) => request((at) => {
    preparing = true;
    try {
      f(at);
    } finally {
      queueMicrotask(() => { preparing = false; }); // which those that watch come before
    }
  });
  const painted = (f) => {
    const behind = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => f(performance.now());
      port2.postMessage(0);
    };
    if (preparing) behind();
    else request(behind);
  };
  probe.painted = () => new Promise(painted);

  new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset.ready !== "true") return;
    probe.ready = performance.now();
    observer.disconnect();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) probe.long.push(entry.duration);
  }).observe({ type: "longtask", buffered: true });

  // A notification is there when the bytes of its reply are.
  const read = Response.prototype.arrayBuffer;
  const text = new TextDecoder("latin1");
  Response.prototype.arrayBuffer = async function () {
    const buffer = await read.call(this);
    if (this.url.includes("/notifications")) {
      const count = text.decode(buffer).split('"messageType"').length - 1;
      if (count > 0 && probe.pending === 0) probe.pending = performance.now();
      probe.messages += count;
    }
    return buffer;
  };

  // It is drawn when the list of events has changed, and painted in the frame
  // that follows.
  probe.watch = () => new MutationObserver(() => {
    const since = probe.pending;
    if (since === 0) return;
    probe.pending = 0;
    painted((at) => probe.latencies.push(at - since));
  }).observe(document.getElementById("log"), { childList: true, characterData: true, subtree: true });

  addEventListener("keydown", (event) => painted((at) => probe.typed.push(at - event.timeStamp)), true);

  // The memory of the program, and how many of the page's values it holds.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const instantiate = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const result = await instantiate.apply(WebAssembly, args);
      probe.program = result.instance ?? result;
      return result;
    };
  }
  let Original;
  Object.defineProperty(globalThis, "Go", {
    configurable: true,
    get: () => Original,
    set: (Class) => {
      Original = class extends Class {
        constructor() {
          super();
          probe.go = this;
        }
      };
    },
  });
  probe.memory = () => probe.program.exports.mem.buffer.byteLength;
  probe.values = () => probe.go._values.length - probe.go._idPool.length;

  // choose clicks an option and waits until it is painted as the chosen one.
  probe.choose = (option) => new Promise((done) => {
    const start = performance.now();
    const observer = new MutationObserver(() => {
      if (option.getAttribute("aria-selected") !== "true") return;
      observer.disconnect();
      painted((at) => done(at - start));
    });
    observer.observe(document.body, { attributes: true, childList: true, subtree: true });
    option.click();
  });

  // scrub moves the slider to places all over the history and returns how long
  // each took to be written to the page.
  probe.scrub = async (times) => {
    const taken = [];
    for (let i = 0; i < times; i++) {
      const slider = document.getElementById("scrubber");
      const [first, last] = [Number(slider.min), Number(slider.max)];
      slider.value = String(first + Math.floor(((i * 0.618034) % 1) * (last - first)));
      const want = `event ${slider.value} of`;
      taken.push(await new Promise((done) => {
        const start = performance.now();
        const observer = new MutationObserver(() => {
          const now = document.getElementById("scrubber").getAttribute("aria-valuetext") ?? "";
          if (!now.startsWith(want)) return;
          observer.disconnect();
          done(performance.now() - start);
        });
        observer.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true });
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }));
      await probe.painted();
    }
    return taken;
  };

  // opens watches for a file: when it is chosen, when the table shows the first
  // of it, and whether it is being read.
  const reading = () => document.querySelector(".opening-progress:not([hidden])");
  probe.opens = () => {
    probe.screen = 0;
    document.getElementById("file").addEventListener("change", () => {
      probe.chosen = performance.now();
      probe.long.length = probe.typed.length = 0;
      const look = () => {
        const shown = document.querySelector(".top-link[data-link=file]") && document.querySelector("#grid tr[data-key]");
        if (shown) painted((at) => (probe.screen = at));
        else requestAnimationFrame(look);
      };
      look();
    }, { capture: true, once: true });
  };

  // opened tells what was seen, after it has had the page give up if the file
  // is still being read.
  probe.opened = async () => {
    await new Promise((done) => setTimeout(done, 100)); // for the last of the long tasks
    const seen = { screen: probe.screen - probe.chosen, lasted: performance.now() - probe.chosen, long: [...probe.long], typed: [...probe.typed] };
    const bar = reading()?.querySelector("progress");
    seen.part = bar ? bar.value / bar.max : 1;
    const start = performance.now();
    document.querySelector("[data-do=cancel-open]").click();
    while (reading()) await probe.painted();
    seen.cancel = performance.now() - start;
    return seen;
  };

  // answer resolves with the time from the next key to the paint of what it
  // changed: state is called until what it returns differs from before.
  probe.answer = (state) => new Promise((done) => {
    const before = state();
    let since;
    addEventListener("keydown", (event) => { since = event.timeStamp; }, { capture: true, once: true });
    const observer = new MutationObserver(look);
    function look() {
      if (since === undefined || state() === before) return;
      observer.disconnect();
      painted((at) => done(at - since));
    }
    observer.observe(document.body, { attributes: true, childList: true, characterData: true, subtree: true });
    addEventListener("input", look, { once: true }); // a field's value is no mutation
  });

  // sweep scrolls a box from end to end, so many pixels a frame, but for no
  // longer than limit ms. It returns the times between frames and in how many
  // of them a part in sight was not drawn.
  probe.sweep = async (pixels, limit) => {
    const box = document.getElementById("grid");
    const frame = () => new Promise(requestAnimationFrame);
    const end = box.scrollHeight - box.clientHeight;
    const times = [];
    let blank = 0, nodes = 0, last = await frame();
    const stop = last + limit;
    while (box.scrollTop < end - 1 && last < stop) {
      box.scrollTop += pixels;
      const now = await frame();
      times.push(now - last);
      last = now;
      const { left, top, width, height } = box.getBoundingClientRect();
      const drawn = [0.3, 0.5, 0.7].every((part) => document.elementFromPoint(left + width / 3, top + height * part)?.closest("tr[data-key]"));
      if (!drawn) blank++;
      nodes = Math.max(nodes, document.querySelectorAll("*").length);
    }
    return { times, blank, nodes };
  };
})();
