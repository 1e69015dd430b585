/**
 * What the inspector asks of the listener. The shapes are JSON, and named without Node's types, for
 * the page shares them. A record is `listen --json`'s line of a delivery, and its attempts.
 */
export interface InspectorSource {
  /** Summaries, newest first. */
  list(query: ListQuery): Promise<readonly DeliverySummary[]>;
  /** @throws UnknownDelivery */
  get(id: string): Promise<DeliveryDetails>;
  /** Tells of each new delivery, and of each that changed (an attempt more); gives the way to stop. */
  subscribe(listener: (changed: DeliverySummary) => void): () => void;
  /**
   * Delivers once more, byte for byte, or what `body` says, signed anew.
   * @throws UnknownDelivery; UsageError where `body` is not JSON
   */
  replay(id: string, edit: { readonly body?: string | undefined }): Promise<AttemptRecord>;
  /**
   * Sends a sample to the listener itself.
   * @throws UsageError for an event, variant or path that does not exist
   */
  send(sample: Sample): Promise<AttemptRecord>;
  /**
   * Writes the payload where `send --fixtures` finds it.
   * @returns the file, relative to the working directory; null where it is there already
   * @throws UnknownDelivery; UsageError where it is no payload
   */
  save(id: string): Promise<string | null>;
  /**
   * A shell command that posts the same bytes to the listener.
   * @throws UnknownDelivery
   */
  curl(id: string): Promise<string>;
}

export interface ListQuery {
  /** The id after which to begin; from the newest unless given. */
  readonly before?: string | undefined;
  readonly limit: number;
  /** Only deliveries whose body has this text, in any case. */
  readonly text?: string | undefined;
  /** Only those that are in memory: the last ones of this listener. */
  readonly isRecent?: boolean | undefined;
}

/** One row of the list. */
export interface DeliverySummary {
  readonly id: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** What happened, in plain words. */
  readonly sentence: string;
  /** In how many places the payload is not what Logto promises. */
  readonly drift: number;
  /** The status its sender got. */
  readonly responded: number;
  /** How often it was replayed. */
  readonly replays: number;
  /** The outcome of the last replay: its status, or the code of its failure; null where there is none. */
  readonly lastReplay: string | null;
}

export interface DeliveryDetails {
  readonly summary: DeliverySummary;
  readonly record: DeliveryRecord;
  /** The forwarding and the replays, in order. */
  readonly attempts: readonly AttemptRecord[];
}

/** What `listen --json` prints of a delivery, but for its forwarding: that is an attempt here. */
export interface DeliveryRecord {
  readonly id: string;
  readonly receivedAt: string;
  /** How it came: `http`, or `tenant log`. */
  readonly via: string;
  /** The path of the request, without its query; null for a delivery of a tenant's log. */
  readonly path: string | null;
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: DeliverySummary['signature'];
  readonly diagnosis: Diagnosis | null;
  /** Whether the event is one that this version knows. */
  readonly known: boolean;
  readonly consoleTest: boolean;
  readonly drift: readonly Drift[];
  readonly headers: Readonly<Record<string, string>>;
  /** The raw text as received; where the bytes are no UTF-8, `bodyBase64` has them. */
  readonly body?: string;
  readonly bodyBase64?: string;
  /** What was made to go wrong on purpose. */
  readonly chaos?: readonly string[];
  readonly responded: number;
}

export interface AttemptRecord {
  readonly kind: 'forward' | 'replay' | 'edited' | 'sample';
  /** ISO 8601; when it began. */
  readonly at: string;
  /** Where to, without what may be secret in a URL. */
  readonly url: string;
  /** Null where there was no answer. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly error: Failure | null;
  /** The redirect on the way that drops the body, as Logto follows it. */
  readonly lossy: { readonly status: number; readonly to: string } | null;
  readonly response: AppResponse | null;
  /** What was sent, where that is not the delivery's own body. */
  readonly sentBody: string | null;
}

export interface AppResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body was longer than what is kept of it. */
  readonly cut: boolean;
}

export interface Sample {
  readonly event: string;
  readonly variant?: string | undefined;
  /** Path and value, the value as JSON where it is JSON. */
  readonly set: readonly (readonly [path: string, value: string])[];
}

interface Diagnosis {
  readonly cause: string;
  readonly message: string;
  readonly remedy: string;
}

export interface Drift {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What the page says of the listener; nothing of it can be changed there. */
export interface ListenerState {
  /** Differs from run to run. */
  readonly run: string;
  readonly url: string;
  /** Where replays go: the app, or the listener itself. */
  readonly replayTo: string;
  readonly forwards: boolean;
  readonly events: readonly string[];
}

/** An event as the page offers it for a sample. */
export interface EventOffer {
  readonly name: string;
  readonly meaning: string;
  readonly variants: readonly string[];
}

/** What an edited body is found to be. */
export interface BodyCheck {
  readonly event: string | null;
  readonly known: boolean;
  /** Why it is no JSON; null where it is. */
  readonly error: string | null;
  readonly drifts: readonly Drift[];
}

/** What the page is told while it is open; `reload` where it was too slow to be told each. */
export type LiveMessage =
  | { readonly type: 'hello'; readonly state: ListenerState }
  | { readonly type: 'changed'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly type: 'reload' };
