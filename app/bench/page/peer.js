// What a person would see of Keytrail's main screen in a page that is written by
// hand: it polls, reads each reply with JSON.parse, compares with microdiff, keeps
// the rows in sight in the document, writes and marks the cell that changed, and
// lists the events. It keeps no history, knows no exact numbers, and judges nothing.
import microdiff from "microdiff";

const rowHeight = 26; // pixels, as peer.css has it
const rowsKept = 40;
const eventsKept = 20;

const grid = document.getElementById("grid");
const body = document.getElementById("rows");
const log = document.getElementById("log");
const filter = document.getElementById("filter");
const count = document.querySelector(".segments-count");

let data = {}; // the session's userData
let keys = []; // those that match the filter, sorted
let changedAt = new Map(); // key to time
let marked = new Set(); // keys of the last notification
let first = 0; // index of the first row in the document
const rows = new Map(); // key to its row in the document

const textOf = (value) => (typeof value === "string" ? value : JSON.stringify(value));
const gap = (n) => {
  const row = document.createElement("tr");
  row.className = "gap";
  const cell = row.insertCell();
  cell.colSpan = 3;
  cell.style.height = `${n * rowHeight}px`;
  return row;
};

function fill(row, key) {
  row.cells[1].textContent = textOf(data[key]);
  row.cells[2].textContent = changedAt.get(key) ?? "";
  row.className = marked.has(key) ? "changed" : "";
}

function rowOf(key) {
  const row = document.createElement("tr");
  row.dataset.key = key;
  for (let i = 0; i < 3; i++) row.insertCell();
  row.cells[0].textContent = key;
  fill(row, key);
  return row;
}

// show puts the rows in sight into the document.
function show() {
  first = Math.max(0, Math.min(Math.floor(grid.scrollTop / rowHeight) - 8, keys.length - rowsKept));
  const wanted = keys.slice(first, first + rowsKept);
  const list = wanted.map((key) => rows.get(key) ?? rowOf(key));
  rows.clear();
  wanted.forEach((key, i) => rows.set(key, list[i]));
  body.replaceChildren(gap(first), ...list, gap(Math.max(0, keys.length - first - rowsKept)));
}

// match applies the filter.
function match() {
  const asked = filter.value.toLowerCase();
  keys = Object.keys(data).filter((key) => `${key} ${textOf(data[key])}`.toLowerCase().includes(asked)).sort();
  count.textContent = `${keys.length} of ${Object.keys(data).length}`;
  show();
}

// take takes a notification in.
function take(next) {
  const changes = microdiff(data, next);
  const added = changes.some((change) => change.type !== "CHANGE");
  data = next;
  if (changes.length === 0) return;
  const now = new Date().toTimeString().slice(0, 8);
  const before = marked;
  marked = new Set(changes.map((change) => change.path[0]));
  for (const key of marked) changedAt.set(key, now);
  if (added || filter.value) match();
  for (const key of [...before, ...marked]) {
    const row = rows.get(key);
    if (row) fill(row, key);
  }
  const item = document.createElement("li");
  item.textContent = `${now} ${changes.map((change) => `${change.path.join(".")}: ${textOf(change.oldValue)} → ${textOf(change.value)}`).join(", ")}`;
  log.prepend(item);
  if (log.childElementCount > eventsKept) log.lastElementChild.remove();
}

filter.addEventListener("input", match);
grid.addEventListener("scroll", show);

const csrf = {};
async function ask(path, messages) {
  const response = await fetch(path, messages && { method: "POST", headers: { "Content-Type": "application/json", ...csrf }, body: JSON.stringify(messages) });
  const name = response.headers.get("X-CSRF-HEADER");
  if (name) csrf[name] = response.headers.get(name);
  return JSON.parse(new TextDecoder().decode(await response.arrayBuffer()));
}

async function main() {
  await ask("/api/v2/me");
  const comet = "/api/v2/notifications";
  const [{ clientId }] = await ask(comet, [{ channel: "/meta/handshake", version: "1.0", supportedConnectionTypes: ["long-polling"] }]);
  await ask(comet, [{ channel: "/meta/subscribe", clientId, subscription: "/v2/me/*" }]);
  const list = await ask("/api/v2/me/smssessions?fields=*");
  const session = list.smssessions[0];
  data = session.userData;
  match();
  document.documentElement.dataset.ready = "true";
  for (;;) {
    for (const message of await ask(comet, [{ channel: "/meta/connect", clientId, connectionType: "long-polling" }])) {
      const told = message.data?.smssession;
      if (told?.id === session.id && told.userData) take(told.userData);
    }
  }
}
main();
