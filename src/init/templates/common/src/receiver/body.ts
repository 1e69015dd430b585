import { createHash } from 'node:crypto';
import type { AnyPayload } from './handler.ts';

/** Returns the SHA-256 of the raw body in hex. */
export function deliveryIdOf(rawBody: Uint8Array): string {
  return createHash('sha256').update(rawBody).digest('hex');
}

/** Parses a verified body. Returns undefined unless it is a JSON object with an event name. */
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

/** Returns the id of the user an event is about, if it is about one. */
export function userIdOf({ event, userId, data, params }: AnyPayload): string | undefined {
  const candidates = [
    userId,
    event.startsWith('User.') && idIn(data, 'id'),
    idIn(params, 'userId'),
  ];
  return candidates.find((id) => typeof id === 'string');
}

function idIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function isPayload(value: unknown): value is AnyPayload {
  return typeof idIn(value, 'event') === 'string';
}
