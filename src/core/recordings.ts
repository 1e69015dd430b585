import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withCreatedAt } from './created-at.ts';
import { systemCode } from './errors.ts';
import { indentJson, isJson } from './json-text.ts';
import { variantOf } from './payload-variant.ts';

/** What is known of the recordings of one event, so that a delivery costs the same however many there are. */
interface Shelf {
  /** Of each recording, without its `createdAt`. */
  readonly digests: Set<string>;
  /** The number that was last tried, by variant. */
  readonly counts: Map<string, number>;
}

/**
 * A directory of recorded fixtures, `<Event>/<variant>.json`, laid out as `loadFixture` reads them;
 * further recordings of one variant are `<variant>-2`, `-3` … Several processes may share it.
 */
export class Recordings {
  readonly #directory: string;
  readonly #shelves = new Map<string, Promise<Shelf>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Saves a payload, unless one that differs in nothing but `createdAt` is there already. The text is
   * laid out anew; the order of its keys, its numbers and its escapes stay as they are.
   * @param text JSON of an object
   * @param payload the same, parsed
   * @returns the path of the new file, or undefined where nothing new was saved
   * @throws the system's error when the directory cannot be read or written
   */
  async save(
    text: string,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<string | undefined> {
    const shelf = path.join(this.#directory, directoryOf(payload.event));
    const { digests, counts } = await this.#open(shelf);
    const laidOut = indentJson(text);
    const digest = digestOf(laidOut);
    if (digests.has(digest)) return undefined;
    digests.add(digest);
    try {
      return await write(shelf, variantOf(payload), `${laidOut}\n`, counts);
    } catch (error) {
      digests.delete(digest);
      throw error;
    }
  }

  #open(shelf: string): Promise<Shelf> {
    const known = this.#shelves.get(shelf) ?? readShelf(shelf);
    this.#shelves.set(shelf, known);
    known.catch(() => this.#shelves.delete(shelf)); // What failed may succeed with the next.
    return known;
  }
}

async function readShelf(shelf: string): Promise<Shelf> {
  await mkdir(shelf, { recursive: true });
  const files = (await readdir(shelf)).filter((file) => file.endsWith('.json'));
  const digests = new Set<string>();
  for (const file of files) {
    const text = await readFile(path.join(shelf, file), 'utf8');
    // The directory is its owner's, and may hold drafts.
    if (isJson(text)) digests.add(digestOf(indentJson(text)));
  }
  return { digests, counts: new Map() };
}

/** Of laid out JSON, whatever the payload's own `createdAt` says. */
function digestOf(laidOut: string): string {
  const timeless = withCreatedAt(laidOut, '""');
  return createHash('sha256').update(timeless).digest('base64');
}

/** Under the first free number; written aside first, so that nobody ever reads half a file. */
async function write(
  shelf: string,
  variant: string,
  content: string,
  counts: Map<string, number>,
): Promise<string> {
  const draft = path.join(shelf, `.${variant}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(draft, content, { flag: 'wx' });
    for (;;) {
      const count = (counts.get(variant) ?? 0) + 1;
      counts.set(variant, count);
      const file = path.join(shelf, `${variant}${count === 1 ? '' : `-${count}`}.json`);
      if (await claim(draft, file)) return file;
    }
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives the draft its name, unless that is taken. */
async function claim(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EEXIST') return false;
    // exFAT and some network drives have no links; a rename then has to do.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
  }
  const taken = await readdir(path.dirname(file));
  if (taken.includes(path.basename(file))) return false;
  await rename(draft, file);
  return true;
}

/** Names that Windows keeps for devices, whatever their ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** The event's own name where that is safe as one; else what is safe of it and a digest of the rest. */
function directoryOf(event: unknown): string {
  if (typeof event !== 'string') return 'no-event';
  const isSafe = /^[A-Za-z](?:[\w.-]{0,98}\w)?$/.test(event) && !deviceName.test(event);
  if (isSafe) return event;
  const words = event
    .slice(0, 60)
    .replace(/\W+/g, '-')
    .replace(/^-+|-+$/g, '');
  const digest = createHash('sha256').update(event).digest('hex').slice(0, 8);
  return ['event', words, digest].filter(Boolean).join('-');
}
