import { readAttempt, readDelivery, summaryOf } from './codec.ts';
import { findPlace, keepWithText } from './find.ts';
import { FrameFiles } from './frame-files.ts';
import { indexPlaces, type Places, type Scans, scanDirectory } from './index-places.ts';
import type { ListedDelivery, StoredAttempt, StoredDelivery } from './record.ts';
import type { FramePlace, Scan } from './scan.ts';

export interface ListOptions {
  /** Only what came before the delivery with this id. */
  readonly before?: string | undefined;
  /** Only what came at this time or before; milliseconds since 1970. */
  readonly until?: number | undefined;
  /** At most so many, the newest. */
  readonly limit?: number | undefined;
  /** Only the newest so many of all are looked at. */
  readonly reach?: number | undefined;
  readonly wants?: ((delivery: ListedDelivery) => boolean) | undefined;
  /** Only what has this text in its body, in any case. */
  readonly text?: string | undefined;
}

/** What could not be read of one segment. */
export interface Damage extends Pick<Scan, 'damaged' | 'torn'> {
  readonly file: string;
}

/** Summaries are read so many at a time. */
const pageSize = 1000;

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
    const scans = await scanDirectory(this.#directory, this.#scans);
    const isSame =
      scans.size === this.#scans.size &&
      [...scans].every(([file, scan]) => this.#scans.get(file) === scan);
    if (isSame) return;
    this.#scans = scans;
    this.#places = indexPlaces(this.#scans);
    this.#byId = undefined;
  }

  /**
   * Summaries, the newest last; bodies are not loaded.
   * @throws UsageError where there is no delivery `before`
   */
  async listSummaries(options: ListOptions = {}): Promise<ListedDelivery[]> {
    const { limit = this.size, reach = this.size, wants = () => true, text } = options;
    const isSearch = options.wants !== undefined || text !== undefined;
    const first = Math.max(0, this.size - reach);
    const pages: ListedDelivery[][] = [];
    let missing = limit;
    let to = this.#endOf(options);
    while (to > first && missing > 0) {
      const from = Math.max(first, to - (isSearch ? pageSize : Math.min(missing, pageSize)));
      const places = this.#places.deliveries.slice(from, to);
      const page = await this.#using(async (files) => {
        const found = text === undefined ? places : await keepWithText(places, text, files);
        return parseLines(await this.#readLines(found, files));
      });
      const wanted = page.filter(wants).slice(-missing);
      pages.push(wanted);
      missing -= wanted.length;
      to = from;
    }
    return pages.reverse().flat();
  }

  /** Behind the last place that is meant. */
  #endOf({ before, until }: ListOptions): number {
    const { deliveries } = this.#places;
    if (before !== undefined) return deliveries.indexOf(this.#find(before));
    if (until === undefined) return this.size;
    return deliveries.findLastIndex(({ at }) => at <= until) + 1;
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
        yield await this.#readLines(this.#places.deliveries.slice(from, from + pageSize), files);
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

  /** Whether there is a delivery with this very id. */
  has(id: string): boolean {
    return this.#index().has(id);
  }

  /**
   * The whole id that begins so.
   * @throws UsageError where there is none, or where several begin so
   */
  resolveId(beginning: string): string {
    return this.#find(beginning).id;
  }

  #index(): ReadonlyMap<string, FramePlace> {
    this.#byId ??= new Map(this.#places.deliveries.map((place) => [place.id, place]));
    return this.#byId;
  }

  #find(beginning: string): FramePlace {
    return findPlace(this.#index(), beginning);
  }

  /** A summary is the line itself; only the replays are added. */
  async #readLines(places: readonly FramePlace[], files: FrameFiles): Promise<string[]> {
    const lines: string[] = [];
    for (const place of places) {
      const replays = this.#places.replays.get(place.id) ?? [];
      const last = replays.at(-1);
      const replay = last ? summaryOf(await files.head(last)) : 'null';
      const summary = summaryOf(files.headAtHand(place) ?? (await files.head(place)));
      lines.push(`${summary.slice(0, -1)},"replay":${replay},"replays":${replays.length}}`);
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
