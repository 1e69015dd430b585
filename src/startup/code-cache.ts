import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const day = 24 * 60 * 60 * 1000;

/** What V8 made of chunks, by their names. */
export type CompiledChunks = ReadonlyMap<string, Buffer>;

export interface FoundCache {
  readonly chunks: CompiledChunks;
  /** Whether it is time to make it anew, with what other options needed since. */
  readonly isOld: boolean;
}

const nothing: FoundCache = { chunks: new Map(), isOld: false };

/**
 * Reads a code cache; an empty one where there is none that can be trusted. V8 runs what it is given
 * without a look at it, so that a file of another user's is left alone, and one that is not whole:
 * all is in it twice, for to compare is quicker than any checksum would be.
 * @param owner the user's id; undefined on a system that has none
 */
export function readCodeCache(file: string, owner: number | undefined): FoundCache {
  try {
    const { uid, mtimeMs } = statSync(file);
    if (owner !== undefined && uid !== owner) return nothing;
    const bytes = readFileSync(file);
    const half = bytes.subarray(0, bytes.length / 2);
    if (!half.equals(bytes.subarray(bytes.length / 2))) return nothing;
    return { chunks: unpack(half), isOld: Date.now() - mtimeMs > day };
  } catch {
    return nothing;
  }
}

/** Writes a code cache, whole or not at all; what hinders it is no one's concern. */
export function writeCodeCache(file: string, chunks: CompiledChunks): void {
  const directory = path.dirname(file);
  const draft = `${file}.${process.pid}`;
  const half = pack(chunks);
  try {
    if (mkdirSync(directory, { recursive: true, mode: 0o700 })) removeForgotten(directory);
    try {
      writeFileSync(draft, Buffer.concat([half, half]), { mode: 0o600, flush: true });
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  } catch {
    // The next start is as slow as this one.
  }
}

/** The length of an index, the index as JSON, then one chunk's code after the other. */
function pack(chunks: CompiledChunks): Buffer {
  const index = JSON.stringify([...chunks].map(([name, code]) => [name, code.length]));
  const head = Buffer.alloc(4 + Buffer.byteLength(index));
  head.writeUInt32LE(head.length);
  head.write(index, 4);
  return Buffer.concat([head, ...chunks.values()]);
}

function unpack(bytes: Buffer): CompiledChunks {
  let end = bytes.readUInt32LE();
  const index: [string, number][] = JSON.parse(bytes.toString('utf8', 4, end));
  return new Map(
    index.map(([name, length]) => {
      const start = end;
      end += length;
      return [name, bytes.subarray(start, end)];
    }),
  );
}

/** The caches beside it that nobody has used for a month: of other versions, of us or of Node.js. */
function removeForgotten(directory: string): void {
  const parent = path.dirname(directory);
  for (const name of readdirSync(parent)) {
    const other = path.join(parent, name);
    if (Date.now() - statSync(other).mtimeMs > 30 * day) {
      rmSync(other, { recursive: true, force: true });
    }
  }
}
