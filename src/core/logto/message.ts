import { withCreatedAt } from './created-at.ts';

/** What is sent again and again: a body whose `createdAt` alone is renewed each time. */
export interface Message {
  /** The body's bytes; `createdAt` is now, unless the message is frozen. */
  render(): Buffer;
}

/** A message that is always the same bytes. */
export function frozenMessage(body: Buffer): Message {
  return { render: () => body };
}

/**
 * A payload with a fresh `createdAt` each time. Its text is built once; the 24 bytes of the date are
 * then patched, so that a load test measures the receiver. A payload whose `createdAt` is no string
 * is left as it is.
 * @param text compact JSON, as Logto sends it
 */
export function freshMessage(text: string): Message {
  // As long as an ISO 8601 date, and found nowhere else; node:crypto's first random byte takes 1 ms.
  const placeholder = String(Math.random()).padEnd(24, '#').slice(0, 24);
  const template = Buffer.from(withCreatedAt(text, JSON.stringify(placeholder)));
  const offset = template.lastIndexOf(placeholder);
  if (offset < 0) return frozenMessage(template);
  return {
    render() {
      const body = Buffer.from(template);
      body.write(new Date().toISOString(), offset, 'latin1');
      return body;
    },
  };
}

/** JSON as Logto sends it: no white space, UTF-8, keys in the order of the object. */
export function compactJson(payload: unknown): Buffer {
  return Buffer.from(JSON.stringify(payload));
}
