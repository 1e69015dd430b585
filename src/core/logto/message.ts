import { withCreatedAt } from './created-at.ts';

/** A body that is sent repeatedly, each time with a new `createdAt`. */
export interface Message {
  /** Returns the body. `createdAt` is now, unless the message is frozen. */
  render(): Buffer;
}

/** Returns a message that always has the same bytes. */
export function frozenMessage(body: Buffer): Message {
  return { render: () => body };
}

/**
 * Returns a message with a new `createdAt` each time. Its text is built once and the 24 bytes of the date are
 * patched, so that a load test measures the receiver. A payload whose `createdAt` is not a string is unchanged.
 * @param text compact JSON, as Logto sends it
 */
export function freshMessage(text: string): Message {
  // As long as an ISO 8601 date, and unique in the text. The first random byte of node:crypto takes 1 ms.
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

/** Returns JSON as Logto sends it: no whitespace, UTF-8, keys in the order of the object. */
export function compactJson(payload: unknown): Buffer {
  return Buffer.from(JSON.stringify(payload));
}
