import { createCipheriv, createHmac } from 'node:crypto';

/** Returns an integer from 0 to `below` - 1. */
export type SeededRandom = (below: number) => number;

const zeros = Buffer.alloc(256);

/**
 * Returns a generator of numbers that look random and are always the same for the same key and words. Without the
 * key, nobody can find the words by trying likely ones.
 */
export function createSeededRandom(key: string, ...words: readonly string[]): SeededRandom {
  const seed = createHmac('sha256', key).update(words.join('\0')).digest();
  const stream = createCipheriv('aes-256-ctr', seed, Buffer.alloc(16));
  let block = zeros.subarray(0, 0);
  let offset = 0;
  return (below) => {
    if (offset === block.length) {
      block = stream.update(zeros);
      offset = 0;
    }
    const drawn = block.readUInt32BE(offset) % below;
    offset += 4;
    return drawn;
  };
}

/** Returns one item of a list that is not empty. */
export function pick<T>(list: readonly [T, ...T[]], draw: SeededRandom): T {
  return list[draw(list.length)] ?? list[0];
}

/** Returns a number of characters of an alphabet. */
export function randomCharacters(alphabet: string, length: number, draw: SeededRandom): string {
  return Array.from({ length }, () => alphabet[draw(alphabet.length)]).join('');
}
