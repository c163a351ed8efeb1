/**
 * Keytrail without its page: exact changes of `userData`, and what happens to the
 * sessions of a Genesys Web Services (GWS), as events.
 *
 * A value is what stood on the wire. JavaScript reads `1.0` and `1` as the same
 * number, rounds one of twenty digits, and keeps one of two keys of a name; so
 * whatever is a value here is a {@link JSONText}: the literal itself.
 */

/**
 * Starts the program.
 * @param source where `keytrail.wasm` is, or what was fetched or compiled from
 *   there; without one it is the file beside `keytrail.js`.
 * @throws {@link KeytrailError} `load` where the program cannot be had, or be compiled.
 */
export function load(source?: Source | Promise<Source>): Promise<Keytrail>;

export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

/** JSON as a text, with every literal as it stood: `{"a":1.0}`, `"x"`, `null`. */
export type JSONText = string;

/** A time as ISO 8601 writes it, in UTC: `2026-01-31T12:00:00.5Z`. */
export type Time = string;

export interface Keytrail {
  /**
   * Compares two JSON objects; empty if and only if they differ in nothing but
   * white space and the spelling of keys. It is quickest where `before` is what
   * was `after` in the call before.
   * @throws {@link KeytrailError} `json` where one of them is none.
   */
  diff(before: JSONText | Uint8Array, after: JSONText | Uint8Array): Change[];

  /**
   * Compares many pairs in one call, which is quicker where they are small.
   * @throws {@link KeytrailError} `json`, with the number of the `pair`.
   */
  diffAll(pairs: Iterable<readonly [before: JSONText | Uint8Array, after: JSONText | Uint8Array]>): Change[][];

  /**
   * Signs in to a GWS, listens, and reads again what was missed. Tabs of one
   * browser share one poll where they have the same user of the same server and
   * the same channels. Nothing else is asked for anything, and a secret is kept in
   * memory only.
   * @throws {@link KeytrailError} `profile`
   */
  connect(profile?: Profile): Connection;

  /** Connects to a simulated contact centre inside of this program. */
  simulate(options?: Simulation): Connection;

  /**
   * Tells the events of a file: of Keytrail itself, a HAR, or a text with
   * messages in it. They come once all of it was read, and then {@link Recording.done}.
   */
  open(file: Blob): Recording;

  /** Closes every connection and file and ends the program. Nothing goes on running. */
  close(): Promise<void>;
}

/** How to reach a GWS and sign in there. With neither `user` nor `token` the browser's cookies are used. */
export interface Profile {
  /** Where it is, without `/api/v2`; `""` is the server that the page came from. */
  url?: string;
  user?: string;
  password?: string;
  /** A bearer token, in place of a user. */
  token?: string;
  /** CometD channels; `/v2/me/*` where none are given. */
  channels?: string[];
  /** Whether to send `StartContactCenterSession`. */
  startSession?: boolean;
  /** The channel that is named there; `smssession` where none is given. */
  channelId?: string;
}

/** What the simulator is like. */
export interface Simulation {
  /** Sessions alive at once, at most 10,000; 6 where it is not given. */
  sessions?: number;
  /** Keys of each session, at most 10,000; 32 where it is not given. */
  keys?: number;
  /** Notifications a second, at most 1,000; 0.8 where it is not given. */
  rate?: number;
  /** Which story it tells: the same seed tells the same one. */
  seed?: number;
  /** Nothing happens but what is written. */
  quiet?: boolean;
  /** How it treats writes: `refuse`, `coerce`, `lose` and others; the error for a wrong one lists them. */
  misbehave?: string[];
}

/** What happened to one place of a map. */
export interface Change {
  kind: ChangeKind;
  /** The key of the map, `""` also for a change of the map itself (`reordered`). */
  key: string;
  /** A JSON pointer (RFC 6901) into the key's value, `""` for that value itself. */
  path: string;
  /** The place among its neighbours, from 0. */
  at: number;
  /** The value before; lacking where there was none. */
  before?: JSONText;
  /** The value after; lacking where there is none. */
  after?: JSONText;
  /** Who is believed to have made it, in events of sessions. */
  by?: Author;
  /** What stood there is no UTF-8 and could not be told as it stood. */
  inexact?: true;
}

/**
 * `retyped`: another kind of value, such as a text for a number. `respelled`: the
 * same value, written differently, such as 1.0 for 1. `duplicate`: the key stands
 * more than once, or did. `reordered`: the same keys in another order.
 */
export type ChangeKind = "added" | "removed" | "changed" | "retyped" | "respelled" | "duplicate" | "reordered";

export type Author = "first seen" | "you" | "routing" | "another client" | "unknown" | "you, possibly repeated";

/** What events come from. */
export interface Feed {
  /**
   * Has a function called for each event of a type, in the order of what happened,
   * and returns what ends that. Events before are not told again: listen at once.
   */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): () => void;

  /** The sessions that are known now. */
  sessions(): Session[];

  /**
   * The userData of a session as it is now.
   * @throws {@link KeytrailError} `no-session`
   */
  data(session: string): JSONText;

  /** Ends it; fulfilled once nothing of it is left. Whatever is asked of it later fails with `closed`. */
  close(): Promise<void>;

  /** Fulfilled once nothing of it is left. */
  readonly closed: Promise<void>;
}

/** A GWS that is listened to, or the simulator. */
export interface Connection extends Feed {
  /**
   * Attaches data to a session. The promise is fulfilled with the first verdict on
   * the write, which a reply alone never is; what becomes of it later is told by
   * the event `proof`.
   * @throws {@link KeytrailError} `no-session`, `json`, `closed`; it is no error
   *   that a server refuses: the verdict is `rejected` then.
   */
  attach(session: string, data: JSONText): Promise<Proof>;

  /** Updates data of a session; see {@link attach}. */
  update(session: string, data: JSONText): Promise<Proof>;

  /** Deletes keys of a session; see {@link attach}. */
  delete(session: string, keys: string[]): Promise<Proof>;
}

/** A file that is read. */
export interface Recording extends Feed {
  /**
   * Fulfilled after the last event.
   * @throws {@link KeytrailError} `file` where nothing was found in it.
   */
  readonly done: Promise<Understood>;
}

export interface Understood {
  /** What the file was taken for, in one line. */
  understood: string;
  /** What could not be read, and what was repaired, in words. */
  problems: string[];
}

export interface Events {
  session: SessionEvent;
  change: ChangeEvent;
  gap: GapEvent;
  link: LinkEvent;
  proof: ProofEvent;
  stray: StrayEvent;
}

/** A session became known, or something beside its data is new. */
export interface SessionEvent {
  type: "session";
  session: Session;
  /** Events of its history that were dropped before they were told. */
  dropped?: number;
}

export interface Session {
  id: string;
  /** The id before, of a call that goes on under another one; what follows is told under `id`. */
  was?: string;
  /** As GWS spelled it: `Invited`, `Chatting`, `Completed`. */
  state: string;
  ended: boolean;
  customer?: string;
  /** Another medium than SMS, which is only told of. */
  medium?: string;
  comment?: string;
  participants: { id?: string; nickname?: string; type?: string }[];
}

/** A session was heard of or read; it may be that no key changed. */
export interface ChangeEvent {
  type: "change";
  session: string;
  /** The number in the history of the session. */
  event: number;
  time: Time;
  kind: "notification" | "snapshot" | "reread";
  /** notificationType, as GWS spelled it. */
  notification?: string;
  /** The literal of referenceId. */
  referenceId?: JSONText;
  state?: string;
  /** What else there is to say, in words. */
  note?: string;
  /** The data was there before the session became known. */
  brought?: true;
  /** The keys came in another order. */
  reordered?: true;
  changes: Change[];
}

/** Nobody listened from `since` to `time`: the changes happened somewhere in between, by nobody knows whom. */
export interface GapEvent extends Omit<ChangeEvent, "type" | "kind"> {
  type: "gap";
  since?: Time;
}

/** How the connection stands. */
export interface LinkEvent {
  type: "link";
  state: "offline" | "connecting" | "connected" | "reconnecting" | "slow" | "refused" | "signed-out" | "file";
  since?: Time;
  /** userName of whoever is signed in. */
  user?: string;
  /** Attempts that failed so far. */
  attempt?: number;
  /** When the next attempt is due. */
  next?: Time;
  problem?: { code: Problem; message: string };
}

/** What stands in the way of a connection. */
export type Problem =
  | "unreachable" | "cross-origin" | "no-credentials" | "web-page" | "no-csrf-token" | "forbidden"
  | "no-such-place" | "server-fault" | "not-answered" | "poll-repeated" | "failed";

/** Something new is known of a write. */
export interface ProofEvent {
  type: "proof";
  proof: Proof;
}

/** A write with everything that is known of it. */
export interface Proof {
  /** Numbered from 1. */
  write: number;
  session: string;
  /** operationName */
  operation: string;
  sent: Time;
  verdict: Verdict;
  confidence: "none" | "ambiguous" | "likely" | "exact";
  /** One sentence for both, in plain words. */
  reason: string;
  /** Nothing changes it any more, but for the news of a gap. */
  settled: boolean;
  /** When what proves it came. */
  seen?: Time;
  /** The event of the session that proves it. */
  event?: number;
  referenceId?: JSONText;
  keys: KeyProof[];
  /** What the server answered; lacking until it did. */
  reply?: { time: Time; httpStatus: number; statusCode: number; message?: string };
}

export interface KeyProof {
  key: string;
  verdict: Verdict;
  /** Lacking for a key that was to be deleted. */
  sent?: JSONText;
  /** What the verdict rests on; of a write that was refused or lost what was seen last. Lacking for an absent key. */
  seen?: JSONText;
  /** The conversion that has a name: `number → text`, `trimmed`. */
  note?: string;
}

export type Verdict =
  | "waiting" | "rejected" | "exact" | "coerced" | "differs" | "partly" | "overwritten" | "not-seen" | "cannot-tell";

/** A message that could not be understood. Nothing that was received is dropped. */
export interface StrayEvent {
  type: "stray";
  session?: string;
  time: Time;
  /** Why it was not understood. */
  note: string;
  raw: string;
  /** What stood there is no UTF-8 and could not be told as it stood. */
  inexact?: true;
}

/** What every function here fails with. */
export interface KeytrailError extends Error {
  code: "load" | "json" | "profile" | "options" | "file" | "no-session" | "closed" | "ended" | "failed";
  /** With `json` of {@link Keytrail.diffAll}, which pair it was, from 0. */
  pair?: number;
}
