import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
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
 * without a look at it, so that only a plain file is taken that is the user's and that nobody else may
 * write to; and only one that is whole: all is in it twice, for to compare is quicker than any checksum.
 */
export function readCodeCache(file: string): FoundCache {
  try {
    // Windows has no such flag, and no such links that anybody could make.
    const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile() || !isOurs(stats.uid) || isWritableByOthers(stats.mode)) return nothing;
      const bytes = readFileSync(descriptor);
      const half = bytes.subarray(0, bytes.length / 2);
      if (!half.equals(bytes.subarray(bytes.length / 2))) return nothing;
      return { chunks: unpack(half), isOld: Date.now() - stats.mtimeMs > day };
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return nothing;
  }
}

/**
 * Writes a code cache, whole or not at all; what hinders it is no one's concern. Nothing is put into a
 * place of another user's, such as the home that sudo left root with.
 * @param compile gives what to write; asked only where it can be written
 */
export function writeCodeCache(file: string, compile: () => CompiledChunks): void {
  const directory = path.dirname(file);
  // Not to be guessed: nobody can have put a link there.
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  try {
    if (!isOurs(statSync(nearest(directory)).uid)) return;
    if (mkdirSync(directory, { recursive: true, mode: 0o700 })) removeForgotten(directory);
    const descriptor = openSync(draft, 'wx', 0o600);
    try {
      const half = pack(compile());
      writeSync(descriptor, half);
      writeSync(descriptor, half);
      renameSync(draft, file);
    } finally {
      closeSync(descriptor);
      rmSync(draft, { force: true });
    }
  } catch {
    // The next start is as slow as this one.
  }
}

/** Windows gives files no user; there, a profile is its user's alone. */
function isOurs(uid: number): boolean {
  return process.geteuid === undefined || process.geteuid() === uid;
}

function isWritableByOthers(mode: number): boolean {
  return process.platform !== 'win32' && (mode & 0o022) !== 0;
}

/** The directory, or the first above it that is there. */
function nearest(directory: string): string {
  const isThere = statSync(directory, { throwIfNoEntry: false }) !== undefined;
  return isThere ? directory : nearest(path.dirname(directory));
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
