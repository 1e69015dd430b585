/** The deliveries behind the inspector and the keys. The page shares these types, so all are JSON. */
export interface InspectorSource {
  /** Returns summaries, newest first. */
  list(query: ListQuery): Promise<readonly DeliverySummary[]>;
  /** @throws UnknownDelivery */
  get(id: string): Promise<DeliveryDetails>;
  /** Reports new and changed deliveries; returns a function that unsubscribes. */
  subscribe(listener: (changed: DeliverySummary) => void): () => void;
  /**
   * Delivers again: the original bytes, or an edited body that is re-signed.
   * @throws UnknownDelivery; UsageError if the body is not JSON or `to` is not a loopback URL
   */
  replay(id: string, options: ReplayOptions): Promise<AttemptRecord>;
  /**
   * Sends a sample to the listener itself.
   * @throws UsageError if the event, variant or path does not exist
   */
  send(sample: Sample): Promise<AttemptRecord>;
  /**
   * Saves the payload as a fixture for `send --fixtures`.
   * @returns the file, relative to the working directory; null if it is already saved
   * @throws UnknownDelivery; UsageError if the body is not a payload
   */
  save(id: string): Promise<string | null>;
  /**
   * Returns a shell command that posts the same bytes to the listener.
   * @throws UnknownDelivery
   */
  curl(id: string): Promise<string>;
}

export interface ListQuery {
  /** Only deliveries older than the one with this ID. */
  readonly before?: string | undefined;
  readonly limit: number;
  /** Only deliveries whose body has this text, ignoring case. */
  readonly text?: string | undefined;
  /** Only deliveries in memory: the newest of this run. */
  readonly isRecent?: boolean | undefined;
}

export interface ReplayOptions {
  /** JSON that replaces the body. */
  readonly body?: string | undefined;
  /** A loopback URL; by default, the app. */
  readonly to?: string | undefined;
}

/** One row of the list. */
export interface DeliverySummary {
  readonly id: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: 'valid' | 'invalid' | 'missing';
  /** The source of the signing key that matched; null if none did. */
  readonly key: string | null;
  /** The path of the request with its query masked; null for a delivery from a tenant's log. */
  readonly path: string | null;
  /** The forwarding with its masked URL; null if it was not forwarded. */
  readonly forward: { readonly url: string; readonly status: number | null } | null;
  /** What happened, in one sentence. */
  readonly sentence: string;
  /** The number of differences from the event's schema. */
  readonly drift: number;
  /** The status returned to the sender. */
  readonly responded: number;
  readonly replays: number;
  /** The status or error code of the last replay; null if there is none. */
  readonly lastReplay: string | null;
}

export interface DeliveryDetails {
  readonly summary: DeliverySummary;
  readonly record: DeliveryRecord;
  /** The forwarding and the replays, in order. */
  readonly attempts: readonly AttemptRecord[];
  /** The URL of a replay, with secrets masked: the app's or, without one, the listener's own. */
  readonly replayTo: string;
}

/** A delivery as `listen --json` prints it, without its forwarding, which is an attempt here. */
export interface DeliveryRecord {
  readonly id: string;
  readonly receivedAt: string;
  /** `http` or `tenant log`. */
  readonly via: string;
  /** The path of the request, without its query; null for a delivery from the log of one webhook. */
  readonly path: string | null;
  readonly event: string | null;
  readonly hookId: string | null;
  readonly signature: DeliverySummary['signature'];
  readonly diagnosis: Diagnosis | null;
  /** Whether this version knows the event. */
  readonly known: boolean;
  readonly consoleTest: boolean;
  readonly drift: readonly Drift[];
  readonly headers: Readonly<Record<string, string>>;
  /** The raw text as received; `bodyBase64` instead if the bytes are not UTF-8. */
  readonly body?: string;
  readonly bodyBase64?: string;
  /** The faults that `--chaos` injected. */
  readonly chaos?: readonly string[];
  readonly responded: number;
}

export interface AttemptRecord {
  readonly kind: 'forward' | 'replay' | 'edited' | 'sample';
  /** ISO 8601; when it started. */
  readonly at: string;
  /** The URL, with secrets masked. */
  readonly url: string;
  /** Null without a response. */
  readonly status: number | null;
  readonly latencyMs: number;
  readonly error: Failure | null;
  /** The redirect that drops the body when Logto follows it. */
  readonly lossy: { readonly status: number; readonly to: string } | null;
  readonly response: AppResponse | null;
  /** The body that was sent, if it is not the delivery's own. */
  readonly sentBody: string | null;
}

export interface AppResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether only the beginning of the body is kept. */
  readonly cut: boolean;
}

export interface Sample {
  readonly event: string;
  readonly variant?: string | undefined;
  /** Path and value; a value that is valid JSON is used as JSON. */
  readonly set: readonly (readonly [path: string, value: string])[];
  /** `valid` by default; `tampered` changes the body after signing it. */
  readonly signing?: (typeof sampleSignings)[number] | undefined;
}

export const sampleSignings = ['valid', 'tampered', 'none'] as const;

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

/** The listener's settings, as the page shows them. */
export interface ListenerState {
  /** Random, new for each run. */
  readonly run: string;
  readonly url: string;
  /** Where deliveries are forwarded to, such as `http://localhost:4000/hook (Role.*)`; may be empty. */
  readonly destinations: readonly string[];
  readonly events: readonly string[];
}

/** An event to choose for a sample. */
export interface EventOffer {
  readonly name: string;
  readonly meaning: string;
  readonly variants: readonly string[];
}

/** The result of checking an edited body. */
export interface BodyCheck {
  readonly event: string | null;
  readonly known: boolean;
  /** Why it is not JSON, or null. */
  readonly error: string | null;
  readonly drifts: readonly Drift[];
}

/** A message to an open page; `reload` if it was too slow to get every change. */
export type LiveMessage =
  | { readonly type: 'hello'; readonly state: ListenerState }
  | { readonly type: 'changed'; readonly deliveries: readonly DeliverySummary[] }
  | { readonly type: 'reload' };
