
// Does what a drawing of the program has written down. A step is the place of
// its function here; batch.go says what follows each.
globalThis.keytrailPage = (() => {
  const nodes = [null], words = [];
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let bytes, steps, at, text, read, answer;
  const next = () => steps[at++];
  const node = () => nodes[next()];
  const word = () => words[next()];
  const string = () => text.slice(read, (read += next()));
  const all = Object.values({
    element() { nodes[next()] = document.createElement(word()); },
    elementNS() { const id = next(), tag = word(); nodes[id] = document.createElementNS(word(), tag); },
    text() { nodes[next()] = document.createTextNode(string()); },
    raw() {
      const id = next(), around = document.createElement("div");
      around.innerHTML = string();
      nodes[id] = around.removeChild(around.firstChild);
    },
    attribute() { node().setAttribute(word(), string()); },
    property() { node()[word()] = string(); },
    flag() { node()[word()] = next() === 1; },
    unset() { node().removeAttribute(word()); },
    data() { node().data = string(); },
    append() { node().append(node()); },
    before() { node().before(node()); },
    replace() { node().replaceWith(node()); },
    remove() { node().remove(); },
    forget() { nodes[next()] = undefined; },
    focused() {
      const active = document.activeElement;
      answer = -1;
      for (let i = 0, count = next(); i < count; i++) if (node().contains(active)) answer = i;
    },
  });
  return {
    nodes, words,
    make: (size) => (bytes = new Uint8Array(size)),
    draw(end, size) {
      steps = new Int32Array(bytes.buffer, 0, end / 4);
      text = decoder.decode(bytes.subarray(end, size));
      at = read = answer = 0;
      while (at < steps.length) all[next()]();
      return answer;
    },
  };
})();
