import { isObject } from '../json/is-object.ts';
import { type EventName, isEventName } from '../logto/events.ts';
import { isConsoleTest } from './console-test.ts';
import { describeValue } from './describe-value.ts';
import { type Drift, findDrift } from './drift.ts';
import type { Payload } from './types/payloads.ts';

/** A body that is not JSON, so it cannot be one of Logto's payloads. */
export class PayloadError extends Error {
  override readonly name = 'PayloadError';
}

interface Identified {
  /**
   * Whether it is a test from Logto's Console: made-up values, not shaped like the event, and never
   * drift.
   */
  readonly consoleTest: boolean;
}

interface IdentifiedKnown extends Identified {
  readonly known: true;
  readonly event: EventName;
  /**
   * The payload as received, with unknown keys. It has its type if there is no drift and it is not a
   * Console test.
   */
  readonly payload: Payload;
}

interface IdentifiedUnknown extends Identified {
  readonly known: false;
  /** Null if the payload has no event. */
  readonly event: string | null;
  readonly payload: unknown;
}

/** A parsed payload that is not checked against its event's schema yet. */
export type IdentifiedPayload = IdentifiedKnown | IdentifiedUnknown;

interface Checked {
  /** Where the payload differs from its schema: a sign of a new release, not a reason to reject it. */
  readonly drift: readonly Drift[];
}

/** The payload of a known event. */
export interface KnownPayload extends IdentifiedKnown, Checked {}
/** The payload of an unknown event, or without an event. */
export interface UnknownPayload extends IdentifiedUnknown, Checked {}
/** A parsed payload, discriminated by `known`. */
export type ParsedPayload = KnownPayload | UnknownPayload;

/**
 * Parses a payload and finds where it differs from the schema of its event.
 * @param input the body as text or UTF-8 bytes, or its parsed value
 * @throws PayloadError for text or bytes that are not JSON, and for nothing else
 */
export function parsePayload(input: unknown): ParsedPayload {
  const identified = identifyPayload(input);
  return { ...identified, drift: driftOf(identified) };
}

/** Parses and identifies a payload without checking it. Takes and throws the same as `parsePayload`. */
export function identifyPayload(input: unknown): IdentifiedPayload {
  const isText = typeof input === 'string' || input instanceof Uint8Array;
  return identifyValue(isText ? parseJson(input) : input);
}

/** Identifies a parsed payload. */
export function identifyValue(payload: unknown): IdentifiedPayload {
  if (!isObject(payload) || typeof payload.event !== 'string') {
    return { known: false, event: null, consoleTest: false, payload };
  }
  const consoleTest = isConsoleTest(payload);
  return isKnown(payload)
    ? { known: true, event: payload.event, consoleTest, payload }
    : { known: false, event: payload.event, consoleTest, payload };
}

/** Returns where an identified payload differs from its schema. */
export function driftOf({ known, event, consoleTest, payload }: IdentifiedPayload): Drift[] {
  if (known) return consoleTest ? [] : findDrift(event, payload);
  if (event !== null) return [];
  // Not a payload: it has no event.
  return isObject(payload)
    ? [{ path: 'event', expected: 'string', got: describeValue(payload.event) }]
    : [{ path: '(root)', expected: 'object', got: describeValue(payload) }];
}

/** Text that is not UTF-8 is refused (RFC 8259, section 8.1). */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseJson(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : utf8.decode(body));
  } catch (cause) {
    throw new PayloadError('The body is not JSON.', { cause });
  }
}

/** Returns whether the event is known. Its name determines the type; drift reports whether the rest fits. */
function isKnown(payload: Record<string, unknown>): payload is Payload {
  return isEventName(payload.event);
}
