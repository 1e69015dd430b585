import { validateHeaderName, validateHeaderValue } from 'node:http';
import { UsageError } from '../errors.ts';

const remedy = "Write it like 'x-tenant: acme'.";

/**
 * Reads one header as typed: `name: value`.
 * @throws UsageError when there is no colon, or HTTP does not allow it. Its message has nothing of the value,
 * which is often a secret, nor of a text that has no name.
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
      `The value of the header '${name}' has a character that HTTP does not allow.`,
      'Remove line breaks and control characters, and encode what is not Latin-1.',
    );
  }
  return [name, value];
}

function isAllowed(validate: () => void): boolean {
  try {
    validate();
    return true;
  } catch {
    return false;
  }
}
