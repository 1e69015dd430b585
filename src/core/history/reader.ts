import { systemCode, UsageError } from '../errors.ts';
import { findPlace } from './find.ts';
import { indexPlaces, type Places, type Scans, scanDirectory } from './index-segments.ts';
import { type Problem, ReadFailures } from './problems.ts';
import type { ListedDelivery, StoredDelivery } from './record.ts';
import { RecordReader } from './record-reader.ts';
import type { FramePlace } from './scan.ts';

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
  readonly #failures = new ReadFailures();

  /** @param directory as `historyDirectory` gives it */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** How many deliveries there are. */
  get size(): number {
    return this.#places.deliveries.length;
  }

  /** What could not be read, up to now. */
  get problems(): Problem[] {
    return [...this.#scans].flatMap(([file, scan]) => this.#failures.problemOf(file, scan) ?? []);
  }

  /**
   * Takes notice of what was added or removed; nothing is known before the first call.
   * @throws UsageError where the directory cannot be read
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
   * Summaries, the newest last; bodies are not loaded.
   * @throws UsageError where there is no delivery `before`
   */
  async listSummaries(options: ListOptions = {}): Promise<ListedDelivery[]> {
    const { deliveries } = this.#places; // Another refresh may replace them meanwhile.
    const { limit = this.size, reach = this.size, wants = () => true, text } = options;
    const isSearch = options.wants !== undefined || text !== undefined;
    const first = Math.max(0, this.size - reach);
    const pages: ListedDelivery[][] = [];
    let missing = limit;
    let to = this.#endOf(options);
    while (to > first && missing > 0) {
      const from = Math.max(first, to - (isSearch ? pageSize : Math.min(missing, pageSize)));
      const places = deliveries.slice(from, to);
      const lines = await this.#using((records) => records.lines(places, text));
      const wanted = parseLines(lines).filter(wants).slice(-missing);
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
    const { deliveries } = this.#places;
    const records = this.#open();
    try {
      for (let from = 0; from < deliveries.length; from += pageSize) {
        yield await records.lines(deliveries.slice(from, from + pageSize));
      }
    } finally {
      await records.close();
    }
  }

  /**
   * Reads one delivery with all that is known of it.
   * @param id its id, or a beginning of it that no other has
   * @throws UsageError where there is none, where several begin so, or where it cannot be read
   */
  async read(id: string): Promise<StoredDelivery> {
    const place = this.#find(id);
    const stored = await this.#using((records) => records.delivery(place), 0);
    if (stored) return stored;
    throw new UsageError(
      `The delivery ${place.id} is damaged or was removed.`,
      "Run 'logto-hooks history' for the others.",
    );
  }

  /** Reads all deliveries that can be read, with all that is known of them, the newest last. */
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

function parseLines(lines: readonly string[]): ListedDelivery[] {
  return lines.map((line) => JSON.parse(line));
}
