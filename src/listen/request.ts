import type { Via } from '../core/history/record.ts';
import type { RawHeaders } from '../core/http/raw-headers.ts';

/** A whole POST as it came in. */
export interface Received {
  readonly via: Via;
  /** When its last byte was there. */
  readonly at: Date;
  readonly headers: RawHeaders;
  /** The body's bytes as they were on the wire; what is forwarded. */
  readonly wireBody: Buffer;
  /** The body without its content coding (gzip …); what was signed. The same bytes, most times. */
  readonly body: Buffer;
}

/** An answer of the listener: its own, or the app's. */
export interface Answer {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Text is sent in one piece with the headers. */
  readonly body: Buffer | string;
}

/** An answer of our own, as JSON. */
export function answerJson(status: number, content: object, headers: RawHeaders = []): Answer {
  const body = `${JSON.stringify(content)}\n`;
  return { status, headers: ['content-type', 'application/json', ...headers], body };
}
