import { isObject } from '../json/is-object.ts';
import { type EventName, isEventName } from '../logto/events.ts';
import { isConsoleTest } from './console-test.ts';
import { describeValue } from './describe-value.ts';
import { type Drift, findDrift } from './drift.ts';
import type { Payload } from './types/payloads.ts';

/** A body that is no JSON, so it cannot be a payload of Logto's. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

interface Identified {
  /** A test from Logto's Console: made-up values, not shaped like the event; never drift. */
  readonly consoleTest: boolean;
}

interface IdentifiedKnown extends Identified {
  readonly known: true;
  readonly event: EventName;
  /** As it came, unknown keys included. As typed where there is no drift and it is no Console test. */
  readonly payload: Payload;
}

interface IdentifiedUnknown extends Identified {
  readonly known: false;
  /** Null where the payload names no event. */
  readonly event: string | null;
  readonly payload: unknown;
}

/** A payload that was read, and not yet held against its event's schema. */
export type IdentifiedPayload = IdentifiedKnown | IdentifiedUnknown;

interface Checked {
  /** Where the payload is not what Logto promises; a sign of a new release, never a rejection. */
  readonly drift: readonly Drift[];
}

/** The payload of an event that this version knows. */
export interface KnownPayload extends IdentifiedKnown, Checked {}
/** The payload of an event that it does not know, or of none. */
export interface UnknownPayload extends IdentifiedUnknown, Checked {}
/** What a payload is, told apart by `known`. */
export type ParsedPayload = KnownPayload | UnknownPayload;

/**
 * Reads a payload and says what it is and where it is not what Logto promises.
 * @param input the body as text or UTF-8 bytes, or its parsed value
 * @throws PayloadError for text or bytes that are no JSON, and for nothing else
 */
export function parsePayload(input: unknown): ParsedPayload {
  const identified = identifyPayload(input);
  return { ...identified, drift: driftOf(identified) };
}

/** The half of `parsePayload` that says what a payload is; takes and throws the same. */
export function identifyPayload(input: unknown): IdentifiedPayload {
  const isText = typeof input === 'string' || input instanceof Uint8Array;
  return identifyValue(isText ? parseJson(input) : input);
}

/** Says what a parsed payload is. */
export function identifyValue(payload: unknown): IdentifiedPayload {
  if (!isObject(payload) || typeof payload.event !== 'string') {
    return { known: false, event: null, consoleTest: false, payload };
  }
  const consoleTest = isConsoleTest(payload);
  return isKnown(payload)
    ? { known: true, event: payload.event, consoleTest, payload }
    : { known: false, event: payload.event, consoleTest, payload };
}

/** The other half: where a payload is not what Logto promises. */
export function driftOf({ known, event, consoleTest, payload }: IdentifiedPayload): Drift[] {
  if (known) return consoleTest ? [] : findDrift(event, payload);
  if (event !== null) return [];
  // What is no payload at all: it does not even name its event.
  return isObject(payload)
    ? [{ path: 'event', expected: 'string', got: describeValue(payload.event) }]
    : [{ path: '(root)', expected: 'object', got: describeValue(payload) }];
}

/** Text that is not UTF-8 is refused, as RFC 8259, 8.1 has it. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : utf8.decode(body));
  } catch (cause) {
    throw new PayloadError('The body is not JSON.', { cause });
  }
}

/** The event's name decides the type; whether the rest keeps the promise is for drift to say. */
function isKnown(payload: Record<string, unknown>): payload is Payload {
  return isEventName(payload.event);
}
