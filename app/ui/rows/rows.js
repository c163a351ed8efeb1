
// Does what package rows has written down: list.go says what the numbers mean.
// It is a part of wasm_exec.js. A list keeps what it has made in a tree of its
// own, so that others may move or wrap the nodes of the page.
globalThis.keytrailRows = () => {
  const words = [];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let element, rows, bytes, steps, at, text, read;
  let reached, left; // what Tab reaches now, and what it reached with the focus in it
  const next = () => steps[at++];
  const word = () => words[next()];
  const string = () => text.slice(read, (read += next()));

  function set(node, name, value) {
    node.setAttribute(name, value);
    if (name === "tabindex" && value === "0") reached = node;
  }

  // What has the focus keeps its tabindex until the focus has moved on: the browser
  // would take the focus from it, and lay out the page for that.
  function unset(node, name) {
    if (name === "tabindex" && node.contains(document.activeElement)) left = node;
    else node.removeAttribute(name);
  }

  // The focus goes along with what Tab reaches.
  function follow() {
    if (left) {
      reached?.focus({ preventScroll: true });
      left.removeAttribute("tabindex");
    }
    reached = left = undefined;
  }

  function make() {
    const tag = words[next()];
    if (tag === undefined) return { node: document.createTextNode(string()), parts: [] };
    const node = tag === "svg" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (let n = next(); n > 0; n--) set(node, word(), string());
    const parts = Array.from({ length: next() }, make);
    node.append(...parts.map((p) => p.node));
    return { node, parts };
  }

  const changes = Object.values({
    end: undefined,
    attribute(it) { set(it.node, word(), string()); },
    unset(it) { unset(it.node, word()); },
    data(it) { it.node.data = string(); },
    part(it) { change(it.parts[next()]); },
    add(it) {
      const made = make();
      it.parts.push(made);
      it.node.append(made.node);
    },
    replace(it) {
      const i = next(), made = make();
      it.parts[i].node.replaceWith(made.node);
      it.parts[i] = made;
    },
    cut(it) { for (const gone of it.parts.splice(next())) gone.node.remove(); },
  });

  function change(it) {
    for (let step = next(); step > 0; step = next()) changes[step](it);
  }

  // Rows that need not move stay, and so does the one with the focus, which the
  // browser takes from what is moved.
  function order() {
    const before = rows, stay = [];
    rows = Array.from({ length: next() }, () => {
      const from = next();
      stay.push(next() === 1);
      return from < 0 ? make() : before[from];
    });
    const kept = new Set(rows);
    for (const row of before) if (!kept.has(row)) row.node.remove();
    const focused = rows.findIndex((row) => row.node.contains(document.activeElement));
    if (focused >= 0 && !stay[focused]) {
      stay.fill(false);
      stay[focused] = true;
    }
    let following = null;
    for (let i = rows.length - 1; i >= 0; i--) {
      const { node } = rows[i];
      if (!stay[i]) element.insertBefore(node, following);
      following = node;
    }
  }

  return {
    words,
    make: (size) => (bytes = new Uint8Array(size)),
    draw(end, size) {
      steps = new Int32Array(bytes.buffer, 0, end / 4);
      text = decoder.decode(bytes.subarray(end, size));
      at = read = 0;
      const fresh = next() === 1, found = document.querySelector(string());
      if (!found || (!fresh && found !== element)) return false;
      if (fresh) {
        element = found;
        element.replaceChildren();
        rows = [];
      }
      if (next() === 1) order();
      for (let i = next(); i >= 0; i = next()) change(rows[i]);
      follow();
      return true;
    },
  };
};
