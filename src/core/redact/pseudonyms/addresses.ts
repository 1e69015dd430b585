import { isIP } from 'node:net';
import { pick, randomCharacters, type SeededRandom } from './seeded-random.ts';

/** Reserved for documentation (RFC 5737), so no host has them. */
const networks = ['192.0.2', '198.51.100', '203.0.113'] as const;

const mapped = /^(::ffff:)(\d+\.\d+\.\d+\.\d+)$/i;

/** Normalizes an address: `::ffff:203.0.113.9` is the same as `203.0.113.9`. */
export function normalAddress(address: string): string {
  return (mapped.exec(address)?.[2] ?? address).toLowerCase();
}

/** Returns an address of the same family and shape, from the ranges for documentation (RFC 5737, RFC 3849). */
export function makeAddress(address: string, draw: SeededRandom): string {
  const prefix = mapped.exec(address)?.[1] ?? '';
  if (isIP(normalAddress(address)) === 4)
    return `${prefix}${pick(networks, draw)}.${1 + draw(254)}`;
  const groups = Array.from({ length: 4 }, () => randomCharacters('123456789abcdef', 4, draw));
  return `2001:db8::${groups.join(':')}`;
}

/** Returns a URL that leads nowhere, with the file extension of an image if it had one. */
export function makeUrl(url: string, draw: SeededRandom): string {
  const scheme = /^http:/i.test(url) ? 'http' : 'https';
  const [, ending] = /\.(png|jpe?g|gif|webp|svg|ico)(?:[?#].*)?$/is.exec(url) ?? [];
  const [, type] = /^data:image\/(\w+)/i.exec(url) ?? [];
  const name = randomCharacters('0123456789abcdefghijklmnopqrstuvwxyz', 12, draw);
  const image = (ending ?? type)?.toLowerCase();
  return `${scheme}://example.com/${image === undefined ? name : `images/${name}.${image}`}`;
}
