// The SMS part of Genesys Web Services, as small as the tests allow: enough of
// the REST resources and of their rules to disagree with a client that is wrong.
// Numbers pass through JSON.parse and so through a double. That is on purpose:
// a server that rewrites 1.0 to 1 is one a client must be able to show.

const capabilities = {
    Invited: ["Accept", "Reject"],
    Chatting: [
        "Transfer", "Leave", "Invite", "Consult", "SetInFocus", "SetDisposition", "AttachUserData",
        "DeleteUserData", "UpdateUserData", "Complete", "SendMessage", "SendStartTypingNotification",
        "SendStopTypingNotification",
    ],
    LeftChat: ["Transfer", "Complete", "Leave", "SetInFocus"],
};

// What a routing strategy leaves behind: blanks, hyphens and punctuation in
// keys, numeric text beside numbers, empty beside null.
function routingData(n) {
    return new Map(Object.entries({
        "RTenant": "Environment",
        "RStrategyName": "sms_inbound_main",
        "RStrategyDBID": String(700 + n),
        "RTargetAgentSelected": "agent_" + n,
        "RTargetObjectSelected": "?:2>1",
        "RTargetTypeSelected": "2",
        "RVQID": "",
        "RRequestedSkills": null,
        "ServiceObjective": 0,
        "PegAGChat distribution for processing": 1,
        "CBR-Interaction_cost": "",
        "CBR-IT-path_DBIDs": "",
        "CustomerSegment": "default",
        "Priority": 90,
        "FullName": " ",
        "TimeZone": "-420",
    }));
}

class Refusal extends Error {
    constructor(http, statusCode, statusMessage) {
        super(statusMessage);
        this.http = http;
        this.body = { statusCode, statusMessage };
    }
}

function mandatory(value, name, kind) {
    const good = kind === "array" ? Array.isArray(value) : value !== null && typeof value === kind && !Array.isArray(value);
    if (!good) {
        throw new Refusal(400, 1, `Parameter ${name} is missing or is not a JSON ${kind}`);
    }
    return value;
}

export class ContactCentre {
    #sessions = new Map();
    #reference = 80;

    constructor(count) {
        for (let n = 1; n <= count; n++) {
            this.add({ state: n % 4 === 0 ? "Invited" : "Chatting", userData: routingData(n) });
        }
    }

    // add opens a session and returns the notification that announces it.
    add({ state = "Invited", userData = new Map() } = {}) {
        const n = this.#sessions.size + 1;
        const id = "00001aPEER" + String(n).padStart(6, "0");
        this.#sessions.set(id, { id, state, userData, messages: [] });
        return this.#changed(this.#sessions.get(id), "StatusChange");
    }

    // resource returns a session as GET and notifications show it.
    resource(session) {
        const shown = {
            id: session.id,
            state: session.state,
            uri: "http://gws.test/api/v2/smssessions/" + session.id,
            path: "/smssessions/" + session.id,
            receivedDate: "2026-01-05 10:00:00.000+0000",
            chatType: "Inbound",
            participants: [
                { nickname: "Visitor", type: "Customer", participantId: "00AA000000000001", visibility: "All" },
            ],
            // fromEntries defines own properties, so a key named __proto__ stays a key.
            userData: Object.fromEntries(session.userData),
        };
        if (capabilities[session.state]) {
            shown.capabilities = capabilities[session.state];
        }
        return shown;
    }

    list() {
        return [...this.#sessions.values()].map(s => this.resource(s));
    }

    uris() {
        return this.list().map(s => s.uri);
    }

    find(id) {
        const session = this.#sessions.get(id);
        if (!session) {
            throw new Refusal(404, 6, "No such session: " + id);
        }
        return session;
    }

    messages(id, start, count) {
        const from = this.find(id).messages.filter(m => m.index >= start);
        return count > 0 ? from.slice(0, count) : from;
    }

    // operate carries out one operation and returns the reply and the
    // notifications that follow it.
    operate(id, body) {
        const session = this.find(id);
        const name = mandatory(body.operationName, "operationName", "string");
        if (!(capabilities[session.state] ?? []).includes(name)) {
            throw new Refusal(403, 3, `Operation ${name} is forbidden in state ${session.state}`);
        }
        const referenceId = ++this.#reference;
        return { reply: { statusCode: 0 }, notifications: this.#carryOut(session, name, body, referenceId) };
    }

    #carryOut(session, name, body, referenceId) {
        switch (name) {
        case "AttachUserData":
        case "UpdateUserData":
            for (const [key, value] of Object.entries(mandatory(body.userData, "userData", "object"))) {
                session.userData.set(key, value);
            }
            return [this.#changed(session, "PropertiesUpdated", referenceId)];
        case "DeleteUserData":
            mandatory(body.keys, "keys", "array").forEach(key => session.userData.delete(key));
            return [this.#changed(session, "PropertiesUpdated", referenceId)];
        case "Accept":
            session.state = "Chatting";
            return [this.#changed(session, "StatusChange", referenceId)];
        case "Reject":
        case "Complete":
            session.state = "Completed";
            return [this.#changed(session, "StatusChange", referenceId)];
        case "SendMessage":
            return [this.#said(session, mandatory(body.text, "text", "string"))];
        default:
            return [];
        }
    }

    #changed(session, notificationType, referenceId) {
        const data = { messageType: "SMSsessionStateChangeMessage", notificationType };
        if (referenceId !== undefined) {
            data.referenceId = referenceId;
        }
        data.smssession = this.resource(session);
        return data;
    }

    #said(session, text) {
        const message = {
            index: session.messages.length + 1, type: "Text", text, visibility: "All",
            timestamp: "2026-01-05 10:00:09.120+0000", timestampSeconds: 1767607209120,
            from: { nickname: "agent", type: "Agent", participantId: "00AA000000000002", visibility: "All" },
        };
        session.messages.push(message);
        return {
            messageType: "MessageLogUpdated", notificationType: "NewMessages",
            smssessionUri: "http://gws.test/api/v2/smssessions/" + session.id,
            smssessionPath: "/smssessions/" + session.id,
            messages: [message],
        };
    }
}

export { Refusal };
