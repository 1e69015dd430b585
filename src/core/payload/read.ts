import { parseBounded } from '../json/bounded-parse.ts';
import { once } from '../once.ts';
import { consoleTestFields } from './console-test.ts';
import type { Drift } from './drift.ts';
import {
  driftOf,
  type IdentifiedPayload,
  identifyPayload,
  identifyValue,
  PayloadError,
} from './parse.ts';

/** The content of a body, whether or not it is verified. */
export interface PayloadReading {
  /** The parsed body, or the upper levels of a large one; undefined if it is not JSON. */
  readonly payload: unknown;
  readonly isJson: boolean;
  readonly event: string | null;
  readonly hookId: string | null;
  /** Whether this version knows the event. */
  readonly known: boolean;
  /** Whether the Console's "Send test payload" button sent it. */
  readonly consoleTest: boolean;
  /** Where a verified payload differs from its schema. Computed on first use. */
  readonly drift: () => readonly Drift[];
}

/** A body that was parsed with bounded time and memory, but not checked against its schema. */
export interface IdentifiedBody {
  readonly identified: IdentifiedPayload;
  /** Where the payload differs from its schema. */
  readonly drift: () => Drift[];
}

/** Largest body in bytes that is parsed completely; nearly all of Logto's have 1 KB. */
const wholeUpTo = 256 * 1024;

/**
 * The limits for a larger body. A payload's schema reaches four levels deep, and the largest payload
 * of Logto has 20,000 values outside of custom data: a membership change with four lists of 5,000 IDs.
 */
const limits = { depth: 4, values: 25_000, always: ['event', 'hookId', ...consoleTestFields] };

/** Longest name in characters; a hostile body may be one long name. */
const longestName = 200;

const notJson = {
  payload: undefined,
  isJson: false,
  event: null,
  hookId: null,
  known: false,
  consoleTest: false,
  drift: () => [],
} as const;

/**
 * Parses a body.
 * @param isVerified only verified bodies are checked for drift, to save work on untrusted ones
 */
export function readPayload(body: Uint8Array, isVerified: boolean): PayloadReading {
  try {
    const { identified, drift } = identifyBody(body);
    const { event, known, consoleTest, payload } = identified;
    return {
      payload,
      isJson: true,
      event: event?.slice(0, longestName) ?? null,
      hookId: hookIdOf(payload),
      known,
      consoleTest,
      drift: isVerified ? once(drift) : () => [],
    };
  } catch (error) {
    if (error instanceof PayloadError) return notJson;
    throw error;
  }
}

/**
 * Parses and identifies a body. A hostile body takes little more time than a payload of the same size from
 * Logto.
 * @throws PayloadError for a body that is not JSON
 */
export function identifyBody(body: Uint8Array): IdentifiedBody {
  if (body.length <= wholeUpTo) {
    const identified = identifyPayload(body);
    return { identified, drift: () => driftOf(identified) };
  }
  const { value, values, isCut } = parseLarge(body);
  const identified = identifyValue(isCut ? scalarsOf(value) : value);
  const excess = { path: '(root)', expected: `at most ${limits.values} values`, got: `${values}` };
  const isUnchecked = isCut && identified.known && !identified.consoleTest;
  return { identified, drift: () => (isUnchecked ? [excess] : driftOf(identified)) };
}

function parseLarge(body: Uint8Array): ReturnType<typeof parseBounded> {
  try {
    return parseBounded(body, limits);
  } catch (cause) {
    throw new PayloadError('The body is not JSON.', { cause });
  }
}

/** Returns the complete members of an object that was cut. */
function scalarsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !isContainer(member)));
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function hookIdOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('hookId' in payload)) return null;
  return typeof payload.hookId === 'string' ? payload.hookId.slice(0, longestName) : null;
}
