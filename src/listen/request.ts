import type { RawHeaders } from '../core/http/raw-headers.ts';

/** An answer of the listener: its own, or the app's. */
export interface ListenerResponse {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Text is sent in one piece with the headers. */
  readonly body: Buffer | string;
}

/** An answer of our own, as JSON. */
export function jsonResponse(
  status: number,
  content: object,
  headers: RawHeaders = [],
): ListenerResponse {
  const body = `${JSON.stringify(content)}\n`;
  return { status, headers: ['content-type', 'application/json', ...headers], body };
}
