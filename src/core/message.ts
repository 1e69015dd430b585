import { randomBytes } from 'node:crypto';

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
 * A payload as Logto serialises it (compact JSON), with a fresh `createdAt` each time. It is
 * serialised once; the 24 bytes of the date are then patched, so that a load test measures the
 * receiver. A payload whose `createdAt` is no string is left as it is.
 */
export function freshMessage(payload: Readonly<Record<string, unknown>>): Message {
  if (typeof payload.createdAt !== 'string') return frozenMessage(compactJson(payload));
  const placeholder = randomBytes(12).toString('hex'); // As long as an ISO 8601 date: 24 bytes.
  const template = compactJson({ ...payload, createdAt: placeholder });
  const offset = template.indexOf(placeholder);
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
