import { createHash } from 'node:crypto';
import type { AnyPayload } from './handler.ts';

/** SHA-256 of the raw body in hex. Logto sends no delivery id, so this is what tells deliveries apart. */
export function digest(rawBody: Uint8Array): string {
  return createHash('sha256').update(rawBody).digest('hex');
}

/**
 * Reads a verified body.
 * @returns its text and what that says, or undefined where it is no JSON object that names an event
 */
export function parseBody(
  rawBody: Uint8Array | string,
): { readonly text: string; readonly payload: AnyPayload } | undefined {
  try {
    const text =
      typeof rawBody === 'string'
        ? rawBody
        : new TextDecoder('utf-8', { fatal: true }).decode(rawBody);
    const payload: unknown = JSON.parse(text);
    return isPayload(payload) ? { text, payload } : undefined;
  } catch {
    return undefined;
  }
}

function isPayload(value: unknown): value is AnyPayload {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    typeof value.event === 'string'
  );
}
