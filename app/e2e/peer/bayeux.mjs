// The official CometD server, wrapped so that it can lose its memory.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const cometd = require("cometd-nodejs-server");
const { AcknowledgedMessagesExtension } = require("cometd-nodejs-server/ack-extension.js");

export class Bayeux {
    #options;
    #server;
    #polls = 0;
    #forgetEvery = 0;
    #held = new Set();

    constructor({ ackExtension, timeout, maxSessionsPerBrowser }) {
        this.#options = { ackExtension, timeout, maxSessionsPerBrowser };
        this.forget();
    }

    // forget replaces the server by one that knows no client. Clients learn of
    // it as they would from an expired session: 402 and advice to handshake.
    forget() {
        const before = this.#server;
        this.#server = cometd.createCometDServer({
            timeout: this.#options.timeout,
            maxSessionsPerBrowser: this.#options.maxSessionsPerBrowser,
            browserCookiePath: "/",
        });
        if (this.#options.ackExtension) {
            this.#server.addExtension(new AcknowledgedMessagesExtension());
        }
        before?.close();
        // A poll that the old server holds would be answered by nobody.
        this.#held.forEach(response => response.destroy());
    }

    // forgetEvery makes the server forget every client at each n-th poll; 0 ends that.
    forgetEvery(n) {
        this.#forgetEvery = n;
        this.#polls = 0;
    }

    // handle answers one POST whose messages have been read already.
    handle(request, response, messages) {
        const polls = messages.filter(m => m.channel === "/meta/connect").length;
        this.#polls += polls;
        if (polls > 0 && this.#forgetEvery > 0 && this.#polls % this.#forgetEvery === 0) {
            this.forget();
        }
        this.#held.add(response);
        response.on("close", () => this.#held.delete(response));
        // The CometD server takes a parsed body from the property that body
        // parsers of web frameworks use.
        request.body = messages;
        this.#server.handle(request, response);
    }

    publish(channel, data) {
        this.#server.createServerChannel(channel).publish(null, data);
    }

    close() {
        this.#server.close();
    }
}
