import type { RawHeaders } from '../core/http/raw-headers.ts';

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
