import { UsageError } from './errors.ts';
import { readAttempt, readDelivery, summaryOf } from './history/codec.ts';
import { FrameFiles } from './history/frame-files.ts';
import { indexPlaces, type Places, type Scans, scanDirectory } from './history/index-places.ts';
import type { ListedDelivery, StoredAttempt, StoredDelivery } from './history/record.ts';
import type { FramePlace, Scan } from './history/scan.ts';

export interface ListOptions {
  /** Only what came before the delivery with this id. */
  readonly before?: string | undefined;
  /** At most so many, the newest. */
  readonly limit?: number | undefined;
  readonly wants?: ((delivery: ListedDelivery) => boolean) | undefined;
}

/** What could not be read of one segment. */
export interface Damage extends Pick<Scan, 'damaged' | 'torn'> {
  readonly file: string;
}

/** Summaries are read so many at a time. */
const pageSize = 1000;

/** As many are named where an id fits several deliveries. */
const candidatesNamed = 5;

/**
 * Reads the history in a directory, whoever wrote it. It holds where each record is, some hundred
 * bytes for each; `refresh` looks at no more than what was added since the last time.
 */
export class History {
  readonly #directory: string;
  #scans: Scans = new Map();
  #places: Places = indexPlaces(new Map());
  /** Made when the first is looked for; of two with the same id, which chance may bring, the later. */
  #byId: ReadonlyMap<string, FramePlace> | undefined;

  /** @param directory as `historyDirectory` gives it */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** How many deliveries there are. */
  get size(): number {
    return this.#places.deliveries.length;
  }

  get damages(): Damage[] {
    return [...this.#scans].flatMap(([file, { damaged, torn }]) =>
      damaged > 0 || torn ? [{ file, damaged, torn }] : [],
    );
  }

  /** Takes notice of what was added or removed; nothing is known before the first time. */
  async refresh(): Promise<void> {
    this.#scans = await scanDirectory(this.#directory, this.#scans);
    this.#places = indexPlaces(this.#scans);
    this.#byId = undefined;
  }

  /**
   * Summaries, the newest last; bodies are not loaded.
   * @throws UsageError where there is no delivery `before`
   */
  async listSummaries({
    before,
    limit = this.size,
    wants,
  }: ListOptions = {}): Promise<ListedDelivery[]> {
    const { deliveries } = this.#places;
    const pages: ListedDelivery[][] = [];
    let missing = limit;
    let to = before === undefined ? this.size : deliveries.indexOf(this.#find(before));
    while (to > 0 && missing > 0) {
      const from = Math.max(0, to - (wants ? pageSize : Math.min(missing, pageSize)));
      const page = parseLines(await this.#using((files) => this.#readLines(from, to, files)));
      const wanted = (wants ? page.filter(wants) : page).slice(-missing);
      pages.push(wanted);
      missing -= wanted.length;
      to = from;
    }
    return pages.reverse().flat();
  }

  /** All summaries in pages, the newest last. */
  async *pages(): AsyncGenerator<ListedDelivery[]> {
    for await (const lines of this.lines()) yield parseLines(lines);
  }

  /**
   * All summaries as JSON, a line each, in pages, the newest last: as they were written, for to parse
   * and print a hundred thousand takes longer than all else.
   */
  async *lines(): AsyncGenerator<string[]> {
    const files = new FrameFiles();
    try {
      for (let from = 0; from < this.size; from += pageSize) {
        yield await this.#readLines(from, from + pageSize, files);
      }
    } finally {
      await files.close();
    }
  }

  /**
   * One delivery with all that is known of it.
   * @param id its id, or a beginning of it that no other has
   * @throws UsageError where there is none, or where several begin so
   */
  async read(id: string): Promise<StoredDelivery> {
    const place = this.#find(id);
    return this.#using((files) => this.#readWhole(place, files), 0);
  }

  /** All deliveries with all that is known of them, one at a time, the newest last. */
  async *readAll(): AsyncGenerator<StoredDelivery> {
    const files = new FrameFiles();
    try {
      for (const place of this.#places.deliveries) yield await this.#readWhole(place, files);
    } finally {
      await files.close();
    }
  }

  /**
   * The whole id that begins so.
   * @throws UsageError where there is none, or where several begin so
   */
  resolveId(beginning: string): string {
    return this.#find(beginning).id;
  }

  #find(beginning: string): FramePlace {
    this.#byId ??= new Map(this.#places.deliveries.map((place) => [place.id, place]));
    const wanted = beginning.toLowerCase();
    const exact = this.#byId.get(wanted);
    if (exact) return exact;
    const fitting = [...this.#byId.values()].filter(({ id }) => id.startsWith(wanted));
    const [found] = fitting;
    if (!found || wanted === '') {
      throw new UsageError(
        `There is no delivery '${beginning}' in the history.`,
        "'logto-hooks history' lists them.",
      );
    }
    if (fitting.length > 1) throw ambiguous(beginning, fitting);
    return found;
  }

  /** A summary is the line itself; only the last replay is added. */
  async #readLines(from: number, to: number, files: FrameFiles): Promise<string[]> {
    const { deliveries, replays } = this.#places;
    const lines: string[] = [];
    for (const place of deliveries.slice(from, to)) {
      const last = replays.get(place.id)?.at(-1);
      const replay = last ? summaryOf(await files.head(last)) : 'null';
      const summary = summaryOf(files.headAtHand(place) ?? (await files.head(place)));
      lines.push(`${summary.slice(0, -1)},"replay":${replay}}`);
    }
    return lines;
  }

  async #using<T>(read: (files: FrameFiles) => Promise<T>, pieceSize?: number): Promise<T> {
    const files = new FrameFiles(pieceSize);
    try {
      return await read(files);
    } finally {
      await files.close();
    }
  }

  async #readWhole(place: FramePlace, files: FrameFiles): Promise<StoredDelivery> {
    const replays: StoredAttempt[] = [];
    for (const replay of this.#places.replays.get(place.id) ?? []) {
      replays.push(readAttempt(await files.whole(replay)));
    }
    return readDelivery(await files.whole(place), replays);
  }
}

function parseLines(lines: readonly string[]): ListedDelivery[] {
  return lines.map((line) => JSON.parse(line));
}

function ambiguous(beginning: string, fitting: readonly FramePlace[]): UsageError {
  const ids = fitting.slice(-candidatesNamed).map(({ id }) => id);
  const others = fitting.length - ids.length;
  return new UsageError(
    `'${beginning}' is the beginning of ${fitting.length} ids: ${ids.join(', ')}${others > 0 ? ` and ${others} older` : ''}.`,
    'Write more of the one you mean.',
  );
}
