import type { EventName } from '../logto/events.ts';
import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Fields, Logger } from './logger.ts';

/** Environment variables by name. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Any payload, including those of events that are newer than this project. */
export interface AnyPayload {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Context {
  /** SHA-256 of the raw body in hex. Repeated deliveries have the same one; Logto sends no other id. */
  readonly deliveryId: string;
  /** The body as Logto signed it. */
  readonly rawBody: string;
  readonly logger: Logger;
  /** Aborted when the time limit of this attempt is reached. Pass it to `fetch` and the like. */
  readonly signal: AbortSignal;
  /** Whether LOGTO_HOOKS_TEST=1 is set: log what would be sent to others instead of sending it. */
  readonly isTestRun: boolean;
}

/**
 * Handles one event after it was acknowledged. Throw to have it retried. Events can arrive twice and in
 * any order, so handling one again must not change the result.
 */
export type Handle<P> = (payload: P, context: Context) => Promise<void>;

export interface Handler {
  /** Unique and stable: the queue stores it with each job. */
  readonly name: string;
  /** The function for each event; its payload is typed by the event's name. */
  readonly on?: { readonly [Name in EventName]?: Handle<LogtoPayloads[Name]> };
  /** Handles every event, including unknown ones. */
  readonly onEvery?: Handle<AnyPayload>;
  /** Returns a state for /healthz. Throws if the handler cannot work now, such as without its database. */
  check?(): Promise<Fields>;
  /** Releases resources; called once, after the last job. */
  close?(): Promise<void>;
}

/** Creates a handler from its settings. Throws SettingsError if one is missing or invalid. */
export type CreateHandler = (env: Env) => Handler | Promise<Handler>;
