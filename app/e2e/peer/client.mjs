// An official CometD client under Node. It signs in to a GWS, subscribes to
// /v2/me/* after every handshake and prints what happens, one JSON object a
// line. The line "disconnect" on its standard input ends it.
//
//   node client.mjs cometd|cometd-3 BASE-URL

import { createRequire } from "node:module";
import readline from "node:readline";
import { adapt } from "cometd-nodejs-client";

const [, , library, base] = process.argv;

// Whatever the library complains about belongs to the account of what happened.
const tell = event => process.stdout.write(JSON.stringify(event) + "\n");
for (const level of ["warn", "error", "info", "log"]) {
    console[level] = (...words) => tell({ event: "complaint", text: words.map(String).join(" ") });
}
adapt();
console.debug = () => {};

// Version 3 is a CommonJS module, the newest is none.
async function load() {
    if (library === "cometd") {
        const { CometD } = await import("cometd");
        const { AckExtension } = await import("cometd/AckExtension.js");
        return { CometD, AckExtension };
    }
    const require = createRequire(import.meta.url);
    return { CometD: require("cometd-3").CometD, AckExtension: require("cometd-3/AckExtension.js") };
}

async function signIn() {
    const reply = await fetch(base + "/api/v2/me");
    await reply.arrayBuffer();
    const headers = { Cookie: reply.headers.getSetCookie().map(c => c.split(";")[0]).join("; ") };
    const csrf = reply.headers.get("X-CSRF-HEADER");
    if (csrf) {
        headers[csrf] = reply.headers.get(csrf);
    }
    return headers;
}

const { CometD, AckExtension } = await load();
const requestHeaders = await signIn();
const client = new CometD();
client.registerExtension("ack", new AckExtension());
client.configure({ url: base + "/api/v2/notifications", requestHeaders, logLevel: "warn" });
client.unregisterTransport("websocket");

for (const meta of ["handshake", "connect", "subscribe", "disconnect", "unsuccessful"]) {
    client.addListener("/meta/" + meta, ({ successful, ext, error, failure, advice, subscription }) =>
        tell({ event: meta, successful, ack: ext?.ack, error: error ?? failure?.reason, advice: advice?.reconnect, subscription }));
}
client.addListener("/meta/handshake", reply => {
    if (reply.successful) {
        client.subscribe("/v2/me/*", ({ channel, data }) => tell({ event: "message", channel, data }));
    }
});
client.handshake();

readline.createInterface({ input: process.stdin }).on("line", line => {
    if (line === "disconnect") {
        client.disconnect(() => {
            tell({ event: "done" });
            process.exit(0);
        });
    }
}).on("close", () => process.exit(0));
