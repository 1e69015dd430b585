/** What a receiver says of one entity. */
export interface Known {
  readonly id: string;
  /** Epoch milliseconds; undefined if it does not say. */
  readonly updatedAt: number | undefined;
}

/** A bit for each entity that the tenant has. */
const met = 1;
/** And for each that only the tenant had. */
const foreign = 2;

/**
 * A million entities by their ids in some 60 MB: the ids' bytes in a row, all else in typed arrays, found
 * by a hash table with open addressing. Strings and a Map would take four times as much.
 */
export class KnownEntities {
  #bytes = Buffer.allocUnsafe(1 << 16);
  /** Where each id begins; one more than there are. */
  #starts = new Uint32Array(1 << 10);
  #updatedAt = new Float64Array(1 << 10);
  #marks = new Uint8Array(1 << 10);
  /** The number of an entity, and one more, so that 0 is an empty place. */
  #places = new Uint32Array(1 << 11);
  #size = 0;
  #foreign = 0;
  readonly #scratch = Buffer.allocUnsafe(longestId);

  /** How many the receiver knows. */
  get size(): number {
    return this.#size - this.#foreign;
  }

  /** Adds what the receiver knows; of two with one id, the later. */
  add({ id, updatedAt = Number.NaN }: Known): void {
    this.#updatedAt[this.#findOrAdd(id)] = updatedAt;
  }

  /**
   * Takes notice of an entity of the tenant.
   * @returns what the receiver knows of it; `new` where it knows nothing, `again` for one that was met already
   */
  meet(id: string): Known | 'new' | 'again' {
    const before = this.#size;
    const number = this.#findOrAdd(id);
    const marks = this.#marks[number] ?? 0;
    if (this.#size > before) {
      this.#marks[number] = met | foreign;
      this.#foreign++;
      return 'new';
    }
    this.#marks[number] = marks | met;
    return marks & met ? 'again' : this.#read(number);
  }

  /** What the receiver knows and the tenant was not found to have. */
  *unmet(): Generator<Known> {
    for (let number = 0; number < this.#size; number++) {
      if (!((this.#marks[number] ?? 0) & met)) yield this.#read(number);
    }
  }

  #read(number: number): Known {
    const [start, end] = [this.#starts[number], this.#starts[number + 1]];
    const updatedAt = this.#updatedAt[number] ?? Number.NaN;
    return {
      id: this.#bytes.toString('utf8', start, end),
      updatedAt: Number.isNaN(updatedAt) ? undefined : updatedAt,
    };
  }

  #findOrAdd(id: string): number {
    this.#makeRoom();
    const length = this.#scratch.write(id);
    const place = this.#placeOf(length);
    const found = this.#places[place] ?? 0;
    if (found > 0) return found - 1;
    const number = this.#size++;
    const start = this.#starts[number] ?? 0;
    this.#scratch.copy(this.#bytes, start, 0, length);
    this.#starts[number + 1] = start + length;
    this.#updatedAt[number] = Number.NaN;
    this.#places[place] = number + 1;
    return number;
  }

  /** Where the id in the scratch is, or would be. */
  #placeOf(length: number): number {
    const mask = this.#places.length - 1;
    let place = hash(this.#scratch, 0, length) & mask;
    for (;;) {
      const number = (this.#places[place] ?? 0) - 1;
      if (number < 0 || this.#isInScratch(number, length)) return place;
      place = (place + 1) & mask;
    }
  }

  #isInScratch(number: number, length: number): boolean {
    const [start = 0, end = 0] = [this.#starts[number], this.#starts[number + 1]];
    return (
      end - start === length && this.#scratch.compare(this.#bytes, start, end, 0, length) === 0
    );
  }

  /** For one more, whatever its id. */
  #makeRoom(): void {
    const used = this.#starts[this.#size] ?? 0;
    if (used + longestId > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    }
    if (this.#size + 2 <= this.#starts.length) return;
    const room = this.#starts.length * 2;
    this.#starts = copyInto(new Uint32Array(room), this.#starts);
    this.#updatedAt = copyInto(new Float64Array(room), this.#updatedAt);
    this.#marks = copyInto(new Uint8Array(room), this.#marks);
    this.#placeAnew(room * 2);
  }

  /** At most half of the places are taken, so that the way to each is short. */
  #placeAnew(room: number): void {
    this.#places = new Uint32Array(room);
    const mask = room - 1;
    for (let number = 0; number < this.#size; number++) {
      const [start = 0, end = 0] = [this.#starts[number], this.#starts[number + 1]];
      let place = hash(this.#bytes, start, end) & mask;
      while (this.#places[place]) place = (place + 1) & mask;
      this.#places[place] = number + 1;
    }
  }
}

/** FNV-1a, its high bits brought down: ids are short, and mostly random. */
function hash(bytes: Buffer, start: number, end: number): number {
  let mixed = 0x811c9dc5;
  for (let at = start; at < end; at++) mixed = Math.imul(mixed ^ (bytes[at] ?? 0), 0x01000193);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Bytes; Logto's have 12 or 21. */
export const longestId = 256;

function copyInto<Numbers extends { set(from: Numbers): void }>(
  to: Numbers,
  from: Numbers,
): Numbers {
  to.set(from);
  return to;
}
