import { once } from '../once.ts';
import type { Drift } from './drift.ts';
import { driftOf, identifyPayload, PayloadError } from './parse.ts';

/** What a body says, whoever signed it. */
export interface PayloadReading {
  /** The parsed body; undefined where it is not JSON. */
  readonly payload: unknown;
  readonly isJson: boolean;
  readonly event: string | null;
  readonly hookId: string | null;
  /** Whether the event is one that this version knows. */
  readonly known: boolean;
  /** Whether it is what the Console's "Send test payload" sends. */
  readonly consoleTest: boolean;
  /** Where the payload is not what Logto promises. Worked out when it is first asked for. */
  readonly drift: () => readonly Drift[];
}

const notJson = {
  payload: undefined,
  isJson: false,
  event: null,
  hookId: null,
  known: false,
  consoleTest: false,
  drift: () => [],
} as const;

/** What a body says, whoever signed it. */
export function readPayload(body: Buffer): PayloadReading {
  try {
    const identified = identifyPayload(body);
    const { event, known, consoleTest, payload } = identified;
    const drift = once(() => driftOf(identified));
    return { payload, isJson: true, event, hookId: hookIdOf(payload), known, consoleTest, drift };
  } catch (error) {
    if (error instanceof PayloadError) return notJson;
    throw error;
  }
}

function hookIdOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('hookId' in payload)) return null;
  return typeof payload.hookId === 'string' ? payload.hookId : null;
}
