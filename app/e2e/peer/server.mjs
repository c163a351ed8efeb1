// A stand-in for a real Genesys Web Services node: the official CometD server
// on /api/v2/notifications and a small REST part beside it. It listens on two
// free ports, one for clients and one for the test that drives it, prints both
// as one JSON line, and ends with its standard input.
//
//   node server.mjs [--ack] [--sessions N] [--poll-timeout MS] [--tabs N]

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import path from "node:path";
import { parseArgs } from "node:util";
import { Bayeux } from "./bayeux.mjs";
import { ContactCentre, Refusal } from "./gws.mjs";

const { values: flags } = parseArgs({ options: {
    "ack": { type: "boolean", default: false },
    "sessions": { type: "string", default: "4" },
    "poll-timeout": { type: "string", default: "30000" },
    "tabs": { type: "string", default: "1" },
} });

const topic = "/v2/me/smssessions";
const notificationDelay = 5; // ms after the reply, as a backend would need

const bayeux = new Bayeux({
    ackExtension: flags.ack,
    timeout: Number(flags["poll-timeout"]),
    maxSessionsPerBrowser: Number(flags.tabs),
});
const centre = new ContactCentre(Number(flags.sessions));
const httpSessions = new Map(); // JSESSIONID → CSRF token
const requests = [];            // what clients asked, oldest first
let overrides = [];             // answers that a test has put in place of ours

function send(response, status, body, headers = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type = typeof body === "string" ? "text/plain" : "application/json";
    response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", ...headers });
    response.end(text);
}

async function read(request) {
    const chunks = [];
    for await (const chunk of request) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

function cookie(request, name) {
    const found = (request.headers.cookie ?? "").split(/;\s*/).find(c => c.startsWith(name + "="));
    return found?.slice(name.length + 1);
}

// signIn opens an HTTP session for a caller without one and tells the CSRF pair.
function signIn(request, response) {
    let id = cookie(request, "JSESSIONID");
    if (!httpSessions.has(id)) {
        id = randomUUID();
        httpSessions.set(id, randomUUID());
        response.setHeader("Set-Cookie", `JSESSIONID=${id}; Path=/; HttpOnly`);
    }
    response.setHeader("X-CSRF-HEADER", "X-CSRF-TOKEN");
    response.setHeader("X-CSRF-TOKEN", httpSessions.get(id));
}

function requireCsrf(request) {
    const token = httpSessions.get(cookie(request, "JSESSIONID"));
    if (token === undefined || request.headers["x-csrf-token"] !== token) {
        const refusal = new Refusal(403, 3, "Missing or invalid Csrf token");
        refusal.body = "Missing or invalid Csrf token";
        throw refusal;
    }
}

const me = {
    id: "peeruser0001", userName: "agent.peer", firstName: "Pat", lastName: "Peer",
    channels: [{ channel: "smssession", userState: { id: "1", displayName: "Ready", state: "Ready" } }],
};

function get(url, response) {
    const sessions = url.pathname.match(/^\/api\/v2\/me\/smssessions(?:\/([^/]+)(\/messages)?)?$/);
    if (url.pathname === "/api/v2/me") {
        send(response, 200, { statusCode: 0, user: me });
    } else if (sessions?.[2]) {
        const start = Number(url.searchParams.get("startIndex") ?? 1);
        const count = Number(url.searchParams.get("count") ?? 0);
        send(response, 200, { statusCode: 0, messages: centre.messages(sessions[1], start, count) });
    } else if (sessions?.[1]) {
        send(response, 200, { statusCode: 0, smssession: centre.resource(centre.find(sessions[1])) });
    } else if (sessions && url.searchParams.has("fields")) {
        send(response, 200, { statusCode: 0, smssessions: centre.list() });
    } else if (sessions) {
        send(response, 200, { statusCode: 0, uris: centre.uris() });
    } else {
        throw new Refusal(404, 6, "No such resource: " + url.pathname);
    }
}

function parse(text) {
    try {
        return JSON.parse(text);
    } catch (cause) {
        throw new Refusal(400, 1, "The body is not JSON: " + cause.message);
    }
}

function post(url, response, body) {
    const session = url.pathname.match(/^\/api\/v2\/me\/smssessions\/([^/]+)$/);
    if (session) {
        const { reply, notifications } = centre.operate(session[1], body);
        response.on("finish", () => notifications.forEach(publishSoon));
        send(response, 200, reply);
    } else if (url.pathname === "/api/v2/me" && /^(Start|End)ContactCenterSession$/.test(body.operationName)) {
        send(response, 200, { statusCode: 0 });
    } else {
        throw new Refusal(404, 6, "No such resource: " + url.pathname);
    }
}

function publishSoon(data) {
    setTimeout(() => bayeux.publish(topic, data), notificationDelay);
}

// flood publishes notifications of one session at a rate, numbered in a key of its
// userData. They are sent as they are due, however late the machine is.
function flood({ session, times, rate }) {
    const begun = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
        for (const due = Math.min(times, (performance.now() - begun) * rate / 1000); sent < due;) {
            const smssession = { id: session, state: "Chatting", userData: { Count: ++sent } };
            bayeux.publish(topic, { messageType: "SMSsessionStateChangeMessage", notificationType: "PropertiesUpdated", smssession });
        }
        if (sent >= times) {
            clearInterval(timer);
        }
    }, 1000 / rate);
}

// override gives the first fitting answer that a test has prepared.
function override(request, url) {
    const found = overrides.find(o => o.method === request.method && url.pathname.startsWith(o.path));
    if (found && --found.times <= 0) {
        overrides = overrides.filter(o => o !== found);
    }
    return found;
}

// agentFile answers with a part of the agent's desktop or of the library below it.
async function agentFile(url, response) {
    const name = path.basename(url.pathname);
    const dir = url.pathname.startsWith("/cometd/") ? "node_modules/cometd" : "peer";
    const type = name.endsWith(".html") ? "text/html" : "text/javascript";
    const file = await readFile(new URL(`../${dir}/${name}`, import.meta.url));
    response.writeHead(200, { "Content-Type": type, "Cache-Control": "no-store" });
    response.end(file);
}

async function serve(request, response) {
    const url = new URL(request.url, "http://peer");
    if (/^\/(agent|cometd)\/[\w.]+$/.test(url.pathname)) {
        await agentFile(url, response);
        return;
    }
    const text = await read(request);
    requests.push({ at: Date.now(), method: request.method, path: url.pathname, body: text.slice(0, 4096) });
    const instead = override(request, url);
    if (instead?.drop) {
        request.socket.destroy();
        return;
    }
    if (instead) {
        send(response, instead.status, instead.body, instead.headers);
        return;
    }
    if (request.method === "GET") {
        signIn(request, response);
        get(url, response);
        return;
    }
    requireCsrf(request);
    if (/^\/api\/v2\/notifications(\/|$)/.test(url.pathname)) {
        bayeux.handle(request, response, parse(text));
    } else {
        post(url, response, parse(text));
    }
}

// control carries out what a test wants to happen on the far side.
const control = {
    // publish sends data as it stands: the way in for notifications no GWS should send.
    "/publish": ({ channel = topic, data }) => bayeux.publish(channel, data),
    "/flood": flood,
    "/open": ({ userData = {}, state }) => {
        publishSoon(centre.add({ state, userData: new Map(Object.entries(userData)) }));
    },
    "/forget": ({ every }) => every === undefined ? bayeux.forget() : bayeux.forgetEvery(every),
    "/signout": () => httpSessions.clear(),
    "/answer": answer => { overrides.push({ times: 1, status: 200, body: "", headers: {}, ...answer }); },
    "/behave": () => { overrides = []; },
    "/requests": () => requests,
    "/sessions": () => centre.list(),
};

function guarded(handler) {
    return (request, response) => handler(request, response).catch(failure => {
        if (!(failure instanceof Refusal)) {
            console.error(failure);
        }
        const { http = 500, body = { statusCode: 4, statusMessage: String(failure) } } = failure;
        send(response, http, body);
    });
}

const clients = http.createServer(guarded(serve));
const driver = http.createServer(guarded(async (request, response) => {
    const action = control[request.url];
    if (!action) {
        throw new Refusal(404, 6, "No such control: " + request.url);
    }
    send(response, 200, action(parse(await read(request) || "{}")) ?? {});
}));

const listening = server => new Promise(done => server.listen(0, "127.0.0.1", () => done(server.address().port)));
const ports = { clients: await listening(clients), control: await listening(driver) };
console.log(JSON.stringify({
    url: `http://127.0.0.1:${ports.clients}`,
    control: `http://127.0.0.1:${ports.control}`,
}));

process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
