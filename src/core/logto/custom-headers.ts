import { validateHeaderName, validateHeaderValue } from 'node:http';
import { UsageError } from '../errors.ts';
import type { CustomHeaders } from './request-headers.ts';
import { signatureHeader } from './signature.ts';

const remedy = "Write it like 'x-tenant: acme'.";

/**
 * Parses a header: `name: value`.
 * @throws UsageError if there is no colon, or HTTP does not allow the header. The message quotes neither the
 *  value, which is often a secret, nor a text without a name.
 */
export function parseHeader(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  if (colon < 1 || name === '') throw new UsageError('A header has no name or no colon.', remedy);
  if (!isAllowed(() => validateHeaderName(name))) {
    throw new UsageError('A header name has a character that HTTP does not allow.', remedy);
  }
  if (!isAllowed(() => validateHeaderValue(name, value))) {
    throw new UsageError(
      `The value of the header '${name}' has ${/[^\0-\xff]/.test(value) ? 'a character outside Latin-1, which' : 'a control character, which'} HTTP does not allow.`,
      /[^\0-\xff]/.test(value)
        ? 'Encode it, for example with encodeURIComponent().'
        : 'Remove line breaks and other control characters.',
    );
  }
  return [name, value];
}

/** Headers that a custom header cannot set: Logto's HTTP client sets them itself, or fails. */
const reserved = new Set([
  ...[
    'host',
    'connection',
    'keep-alive',
    'content-length',
    'transfer-encoding',
    'upgrade',
    'expect',
  ],
  ...['sec-fetch-mode', signatureHeader],
]);

/**
 * Checks that deliveries can carry custom headers as given.
 * @throws UsageError for a header that each delivery sets itself
 */
export function requireSettable(headers: CustomHeaders): void {
  const taken = headers.map(([name]) => name).find((name) => reserved.has(name.toLowerCase()));
  if (taken === undefined) return;
  throw new UsageError(
    `A delivery has its own header '${taken.toLowerCase()}', which a custom header cannot set.`,
    taken.toLowerCase() === 'host'
      ? 'Leave it out; the host is that of the URL.'
      : 'Remove or rename it.',
  );
}

function isAllowed(validate: () => void): boolean {
  try {
    validate();
    return true;
  } catch {
    return false;
  }
}
