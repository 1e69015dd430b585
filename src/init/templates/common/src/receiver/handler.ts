import type { EventName } from '../logto/events.ts';
import type { LogtoPayloads } from '../logto/payloads.ts';
import type { Logger } from './logger.ts';

/** Environment variables; what is not set is undefined. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Any payload: also of an event that is newer than this project. */
export interface AnyPayload {
  readonly event: string;
  readonly [field: string]: unknown;
}

export interface Context {
  /** SHA-256 of the raw body in hex: the only key that tells deliveries apart, and stays the same when one is repeated. */
  readonly deliveryId: string;
  /** The body as Logto signed it. */
  readonly rawBody: string;
  readonly logger: Logger;
  /** Aborted when the time for this event is over: give it to `fetch` and the like. */
  readonly signal: AbortSignal;
}

/**
 * Does the work of one event. The event was acknowledged before, so take your time; throw to have it
 * tried again. An event may come more than once and in any order: the result must be the same.
 */
export type Handle<P> = (payload: P, context: Context) => Promise<void>;

export interface Handler {
  /** Unique within the project, and stable: the queue keeps it with the work. */
  readonly name: string;
  /** What to do on which event, the payload typed by it. */
  readonly on?: { readonly [Name in EventName]?: Handle<LogtoPayloads[Name]> };
  /** What to do on every event, also on one this project does not know. */
  readonly onEvery?: Handle<AnyPayload>;
  /** Called once, when no more work will come. */
  close?(): Promise<void>;
}

/** Makes a handler from its settings; throws SettingsError where one is missing. */
export type CreateHandler = (env: Env) => Handler | Promise<Handler>;
