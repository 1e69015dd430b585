import { validateHeaderName, validateHeaderValue } from 'node:http';
import { UsageError } from '../errors.ts';

/**
 * Reads one header as typed: `name: value`.
 * @throws UsageError when there is no colon, or HTTP does not allow it
 */
export function parseHeader(text: string): [name: string, value: string] {
  const colon = text.indexOf(':');
  const [name, value] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
  try {
    if (colon < 1) throw new TypeError('no colon');
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    throw new UsageError(`'${text}' is no header.`, "Write it like 'x-tenant: acme'.", { cause });
  }
  return [name, value];
}
