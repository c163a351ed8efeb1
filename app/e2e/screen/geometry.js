// Returns what is wrong with where things stand on the page, as sentences.
() => {
  const wrong = [];
  const name = (e) => {
    const words = (e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${e.localName} class="${e.className}"${e.dataset?.do ? ` do=${e.dataset.do}` : ""}> ${words}`;
  };
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const [width, height] = [innerWidth, innerHeight];

  // Panes: inside of the window, not empty, not on top of one another.
  const panes = [".top", ".sessions", ".table", ".detail", ".timeline", ".foot", ".panes"].map((s) => document.querySelector(s)).filter((e) => e && shown(e));
  const boxes = panes.map((e) => e.getBoundingClientRect());
  panes.forEach((e, i) => {
    const b = boxes[i];
    if (b.width < 40 || b.height < 20) wrong.push(`${e.className} is ${b.width} by ${b.height} px`);
    if (b.left < -1 || b.top < -1 || b.right > width + 1 || b.bottom > height + 1) wrong.push(`${e.className} reaches out of the window`);
    for (let j = i + 1; j < panes.length; j++) {
      const c = boxes[j];
      const across = Math.min(b.right, c.right) - Math.max(b.left, c.left), down = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
      // Where there is no room beside it, the column of details covers the table.
      const over = width < 1280 && e.matches(".table") && panes[j].matches(".detail");
      if (across > 1 && down > 1 && !over) wrong.push(`${e.className} and ${panes[j].className} overlap by ${across} by ${down} px`);
    }
  });
  const page = document.scrollingElement;
  if (page.scrollWidth > width) wrong.push(`the page is ${page.scrollWidth} px wide`);
  if (page.scrollHeight > height) wrong.push(`the page is ${page.scrollHeight} px high`);
  panes.forEach((e) => {
    if (e.scrollWidth > e.clientWidth + 1 && !e.matches(".table")) wrong.push(`${e.className} can be scrolled sideways`);
  });

  // What of an element its scrolling ancestors let through.
  const visible = (e) => {
    let { left, top, right, bottom } = e.getBoundingClientRect();
    for (let p = e.parentElement; p && p !== document.documentElement; p = p.parentElement) {
      const style = getComputedStyle(p);
      if (style.overflow === "visible" && style.clipPath === "none") continue;
      const b = p.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, b.left), Math.max(top, b.top), Math.min(right, b.right), Math.min(bottom, b.bottom)];
    }
    return { left, top, right, bottom };
  };

  // Controls: where they are drawn, a click meets them.
  for (const e of document.querySelectorAll("button, input, select, textarea, a[href], [role=separator][tabindex], [role=option]")) {
    if (!shown(e) || e.closest("dialog, .sr") || e.matches(".sr")) continue;
    const v = visible(e), b = e.getBoundingClientRect();
    if (b.width < 1 || b.height < 1) {
      wrong.push(`${name(e)} has no size`);
      continue;
    }
    const x = (b.left + b.right) / 2, y = (b.top + b.bottom) / 2;
    if (x < v.left || x > v.right || y < v.top || y > v.bottom) {
      const scrolls = (p) => p && (/(auto|scroll)/.test(getComputedStyle(p).overflow) && (p.scrollWidth > p.clientWidth + 1 || p.scrollHeight > p.clientHeight + 1) || scrolls(p.parentElement));
      if (!scrolls(e.parentElement)) wrong.push(`${name(e)} is cut off and cannot be scrolled to`);
      continue;
    }
    const hit = document.elementFromPoint(x, y);
    // What sticks to an edge of its list covers what is scrolled below it.
    const sticks = hit?.closest("thead, tfoot, .pane-head, .edge");
    if (width < 1280 && e.closest(".table") && hit?.closest(".detail")) continue; // the column lies on top
    if (hit && hit !== e && !e.contains(hit) && !hit.contains(e) && !(sticks && !sticks.contains(e))) wrong.push(`${name(e)} is covered by ${name(hit)}`);
  }

  // Text: its beginning can be read.
  const texts = document.createTreeWalker(document.querySelector(".screen"), NodeFilter.SHOW_TEXT, (n) => n.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  while (texts.nextNode()) {
    const node = texts.currentNode, e = node.parentElement;
    if (!shown(e) || e.closest("dialog, .sr, [aria-hidden=true], option, .head-id, .sessions-who")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const first = range.getClientRects()[0];
    if (!first || first.width < 1) continue;
    const v = visible(e);
    if (v.bottom - v.top < 1 || first.bottom < v.top + 2 || first.top > v.bottom - 2) continue; // scrolled out of sight
    let cut = first.left < -1;
    for (let p = e; p && !p.matches(".screen"); p = p.parentElement) {
      const style = getComputedStyle(p);
      if (style.overflowX !== "visible" && p.scrollLeft === 0 && first.left < p.getBoundingClientRect().left - 1) cut = true;
    }
    if (cut) wrong.push(`the beginning of “${node.data.trim().slice(0, 40)}” in ${name(e)} is cut off`);
  }

  // Text that is cut at its right: only where what is known may be longer than any
  // room, and where the whole is one step away.
  const long = ".grid, .timeline-what, .timeline-wide, .timeline-time, .head-id, .sessions-item, .books-tab, .inspector code, .raw" + (width < 600 ? ", .timeline-kind" : "");
  const given = ".top-name, .foot-focus code"; // a name that somebody has given; the usual ones are shorter
  const cutAtRight = (e, right) => {
    for (let p = e; p && !p.matches(".screen"); p = p.parentElement) {
      const style = getComputedStyle(p), b = p.getBoundingClientRect();
      if (/(auto|scroll)/.test(style.overflowX) && p.scrollWidth > p.clientWidth + 1) return false;
      if (style.overflowX !== "visible" && right > b.right + 1) return true;
    }
    return right > width + 1;
  };
  texts.currentNode = texts.root;
  while (texts.nextNode()) {
    const node = texts.currentNode, e = node.parentElement;
    const counts = e.matches(".timeline-more"); // what a row leaves out
    if (!shown(e) || e.closest(`dialog, .sr, option${counts ? "" : ", " + long}`) || e.matches(given) && node.data.length > 20 || e.getBoundingClientRect().width <= 1) continue; // 1 px: for those who hear it
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    if (rects.some((r) => r.width > 1 && cutAtRight(e, r.right))) wrong.push(`“${node.data.trim().slice(0, 60)}” in ${name(e)} is cut off`);
  }
  const pen = document.createElement("canvas").getContext("2d");
  for (const e of document.querySelectorAll("select, input[placeholder]")) {
    if (!shown(e) || e.closest("dialog")) continue;
    const style = getComputedStyle(e);
    const arrow = e.matches("select") ? 20 : 0; // px that the browser needs for it
    pen.font = style.font;
    // A choice that is as wide as what is chosen has room for each when its turn comes.
    const options = [...(style.fieldSizing === "content" ? e.selectedOptions : e.options) ?? []];
    for (const text of options.map((o) => o.text).concat(e.placeholder ?? [])) {
      if (pen.measureText(text).width > e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow) wrong.push(`“${text}” does not fit into ${e.id || e.className}`);
    }
  }

  // Rows: all of a list are of one height; those of the log have room for what an
  // event did.
  const what = [...document.querySelectorAll(".timeline-what")].find(shown);
  for (const rows of [".timeline-row", ".grid-row"]) {
    const heights = new Set([...document.querySelectorAll(rows)].filter(shown).map((e) => e.getBoundingClientRect().height));
    if (heights.size > 1) wrong.push(`${rows} is ${[...heights].join(" and ")} px high`);
  }
  if (what?.clientWidth < 240) wrong.push(`the log has ${what.clientWidth} px for what an event did`);

  // Lines: tools that belong together stand together.
  const linesOf = (selector) => {
    const rows = [];
    for (const e of document.querySelectorAll(`${selector} > *`)) {
      const b = e.getBoundingClientRect();
      if (!shown(e) || b.height < 8) continue;
      const row = rows.find((r) => b.top < r.bottom - 4 && b.bottom > r.top + 4);
      if (!row) rows.push({ top: b.top, bottom: b.bottom });
    }
    return rows.length;
  };
  const head = document.querySelector(".head").clientWidth;
  const most = { ".top": width < 900 ? 2 : 1, ".head-line": width < 384 ? 4 : width < 600 ? 3 : head < 832 ? 2 : 1 };
  for (const [selector, n] of Object.entries(most)) {
    if (linesOf(selector) > n) wrong.push(`${selector} has ${linesOf(selector)} lines, and room for ${n}`);
  }

  // The last line: no text runs into another. The inspector: what is not one thing is apart.
  const said = [];
  for (const e of document.querySelectorAll(".foot > *")) {
    if (!shown(e) || !e.textContent.trim()) continue;
    const clips = getComputedStyle(e).overflowX !== "visible";
    const b = [e, ...(clips ? [] : e.querySelectorAll(":scope > :not(.sr)"))].map((p) => p.getBoundingClientRect());
    said.push([e, Math.min(...b.map((r) => r.left)), Math.max(...b.map((r) => r.right))]);
  }
  said.forEach(([e, , right], i) => {
    if (i + 1 < said.length && said[i + 1][1] < right - 1) wrong.push(`${name(e)} runs into ${name(said[i + 1][0])}`);
  });
  const parts = [...document.querySelectorAll(".inspector > *")].filter((e) => shown(e) && e.getBoundingClientRect().height > 0);
  parts.forEach((e, i) => {
    if (i > 0 && e.getBoundingClientRect().top < parts[i - 1].getBoundingClientRect().bottom + 4) wrong.push(`${name(e)} touches what is above it`);
  });
  return [...new Set(wrong)];
}
