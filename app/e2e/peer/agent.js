// An agent's desktop as small as it can be: it signs in by its cookie, polls with
// the official CometD client, and writes when a test says so.
import { CometD } from "/cometd/cometd.js";

const reply = await fetch("/api/v2/me?subresources=*");
const csrf = { [reply.headers.get("X-CSRF-HEADER")]: reply.headers.get("X-CSRF-TOKEN") };
await reply.text();

const client = new CometD();
client.configure({ url: location.origin + "/api/v2/notifications", requestHeaders: csrf, logLevel: "warn", backoffIncrement: 100 });
client.unregisterTransport("websocket");
client.addListener("/meta/handshake", ({ successful }) => {
    if (successful) {
        client.subscribe("/v2/me/*", () => { window.heard = (window.heard ?? 0) + 1; }, async () => {
            await (await fetch("/api/v2/me/smssessions?fields=*")).text();
            window.ready = true;
        });
    }
});
client.handshake();

window.write = (id, body) => fetch("/api/v2/me/smssessions/" + id, {
    method: "POST", headers: { "Content-Type": "application/json", ...csrf }, body: JSON.stringify(body),
}).then(async (r) => [r.status, await r.text()]);
