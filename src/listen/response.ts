import type { RawHeaders } from '../core/http/raw-headers.ts';

/** A response of the listener: its own, or the app's. */
export interface ListenerResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Text is sent in one write with the headers. */
  readonly body: Buffer | string;
}

/** Returns a response of the listener itself, as JSON. */
export function jsonResponse(
  status: number,
  content: object,
  headers: RawHeaders = [],
): ListenerResponse {
  const body = `${JSON.stringify(content)}\n`;
  return { status, headers: ['content-type', 'application/json', ...headers], body };
}

/** A request that was rejected before it became a delivery. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}
