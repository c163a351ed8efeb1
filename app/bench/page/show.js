import { create } from "jsondiffpatch";
import { format } from "jsondiffpatch/formatters/html";
import { createJSONEditor } from "vanilla-jsoneditor/standalone.js";

const painted = () => new Promise((done) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => done(performance.now());
  port2.postMessage(0);
}));

const data = (keys) => Object.fromEntries(Array.from({ length: keys }, (_, i) => [`RoutingTarget_${i}`, `value-${i * 7919}`]));

function target() {
  const box = document.createElement("div");
  box.style.height = "600px";
  document.body.replaceChildren(box);
  return box;
}

// editor measures the tree of a JSON editor: to show so many keys, and to show
// an update of one of them, each until it is painted.
async function editor(keys, updates) {
  const json = data(keys);
  const box = target();
  await painted();
  const start = performance.now();
  const tree = createJSONEditor({ target: box, props: { content: { json }, mode: "tree" } });
  const show = (await painted()) - start;
  const update = [];
  for (let i = 0; i < updates; i++) {
    const before = performance.now();
    tree.update({ json: { ...json, RoutingTarget_3: `changed ${i}` } });
    update.push((await painted()) - before);
  }
  await tree.destroy();
  return { show, update };
}

// html measures a diff with unchanged rows, drawn as HTML, until it is painted.
async function html(keys) {
  const old = data(keys);
  const next = { ...old, RoutingTarget_3: "changed" };
  const box = target();
  await painted();
  const start = performance.now();
  box.innerHTML = format(create().diff(old, next), old);
  return (await painted()) - start;
}

globalThis.show = { editor, html };
