import { systemCode, UsageError } from '../errors.ts';
import { findPlace } from './find.ts';
import { type Problem, ReadFailures } from './problems.ts';
import type { ListedDelivery, StoredDelivery } from './record.ts';
import { RecordReader } from './record-reader.ts';
import { indexPlaces, type Places, type Scans, scanDirectory } from './segments/index-segments.ts';
import type { FramePlace } from './segments/scan.ts';

export interface ListOptions {
  /** Only deliveries before the one with this id. */
  readonly before?: string | undefined;
  /** Only deliveries up to this time; milliseconds since 1970. */
  readonly until?: number | undefined;
  /** At most this many, the newest. */
  readonly limit?: number | undefined;
  /** Search only this many of the newest deliveries. */
  readonly reach?: number | undefined;
  readonly wants?: ((delivery: ListedDelivery) => boolean) | undefined;
  /** Only deliveries with this text in their body; case does not matter. */
  readonly text?: string | undefined;
}

/** How many summaries are read at a time. */
const pageSize = 1000;

/**
 * Reads the history in a directory, written by any number of processes. Holds the place of each record, a few
 * hundred bytes each; `refresh` scans only new records.
 */
export class History {
  readonly #directory: string;
  #scans: Scans = new Map();
  #places: Places = indexPlaces(new Map());
  /** Built on first use. If two deliveries happen to have the same id, it has the later one. */
  #byId: ReadonlyMap<string, FramePlace> | undefined;
  readonly #failures = new ReadFailures();

  /** @param directory as returned by `historyDirectory` */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** The number of deliveries. */
  get size(): number {
    return this.#places.deliveries.length;
  }

  /** The problems found so far. */
  get problems(): Problem[] {
    return [...this.#scans].flatMap(([file, scan]) => this.#failures.problemOf(file, scan) ?? []);
  }

  /**
   * Updates the index with added and removed records. The history is empty before the first call.
   * @throws UsageError if the directory cannot be read
   */
  async refresh(): Promise<void> {
    const scans = await scanDirectory(this.#directory, this.#scans).catch((error) => {
      throw explain(this.#directory, error);
    });
    const isSame =
      scans.size === this.#scans.size &&
      [...scans].every(([file, scan]) => this.#scans.get(file) === scan);
    if (isSame) return;
    this.#scans = scans;
    this.#places = indexPlaces(this.#scans);
    this.#byId = undefined;
  }

  /**
   * Returns summaries, the newest last, without loading bodies.
   * @throws UsageError if there is no delivery `before`
   */
  async listSummaries(options: ListOptions = {}): Promise<ListedDelivery[]> {
    const { deliveries } = this.#places; // Another refresh may replace them while we read.
    const { limit = this.size, reach = this.size, wants = () => true, text } = options;
    const isSearch = options.wants !== undefined || text !== undefined;
    const first = Math.max(0, this.size - reach);
    const pages: ListedDelivery[][] = [];
    let missing = limit;
    let to = this.#endOf(options);
    while (to > first && missing > 0) {
      const from = Math.max(first, to - (isSearch ? pageSize : Math.min(missing, pageSize)));
      const places = deliveries.slice(from, to);
      const listed = await this.#using((records) => records.summaries(places, text));
      const wanted = listed.filter(wants).slice(-missing);
      pages.push(wanted);
      missing -= wanted.length;
      to = from;
    }
    return pages.reverse().flat();
  }

  /** Returns the index after the last selected delivery. */
  #endOf({ before, until }: ListOptions): number {
    const { deliveries } = this.#places;
    if (before !== undefined) return deliveries.indexOf(this.#find(before));
    if (until === undefined) return this.size;
    return deliveries.findLastIndex(({ at }) => at <= until) + 1;
  }

  /**
   * Yields pages of all summaries, the newest last.
   * @param text only deliveries with this text in their body; case does not matter
   */
  async *pages(text?: string): AsyncGenerator<ListedDelivery[]> {
    const { deliveries } = this.#places;
    const records = this.#open();
    try {
      for (let from = 0; from < deliveries.length; from += pageSize) {
        yield await records.summaries(deliveries.slice(from, from + pageSize), text);
      }
    } finally {
      await records.close();
    }
  }

  /**
   * Reads a delivery with its bodies and attempts.
   * @param id its id, or the start of it if that is unique
   * @throws UsageError if none or several match, or it cannot be read
   */
  async read(id: string): Promise<StoredDelivery> {
    const place = this.#find(id);
    const stored = await this.#using((records) => records.delivery(place), 0);
    if (stored) return stored;
    throw new UsageError(
      `The delivery ${place.id} is damaged or was removed.`,
      "Run 'logto-hooks history' for a list.",
    );
  }

  /** Yields all readable deliveries with their bodies and attempts, the newest last. */
  async *readAll(): AsyncGenerator<StoredDelivery> {
    const records = this.#open();
    try {
      for (const place of this.#places.deliveries) {
        const stored = await records.delivery(place);
        if (stored) yield stored;
      }
    } finally {
      await records.close();
    }
  }

  /** Returns whether there is a delivery with exactly this id. */
  has(id: string): boolean {
    return this.#index().has(id);
  }

  /**
   * Returns the id that starts with `beginning`.
   * @throws UsageError if none or several match
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

  async #using<T>(read: (records: RecordReader) => Promise<T>, readAhead?: number): Promise<T> {
    const records = this.#open(readAhead);
    try {
      return await read(records);
    } finally {
      await records.close();
    }
  }

  #open(readAhead?: number): RecordReader {
    return new RecordReader(this.#places.replays, this.#failures, readAhead);
  }
}

function explain(directory: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  const isFile = code === 'ENOTDIR';
  return new UsageError(
    `'${directory}' ${isFile ? 'is not a directory' : `cannot be read (${code})`}.`,
    isFile ? 'Move it away.' : 'Fix its permissions.',
    { cause: error },
  );
}
