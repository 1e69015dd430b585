/** An entity of the receiver. */
export interface Known {
  readonly id: string;
  /** Epoch milliseconds; undefined if unknown. */
  readonly updatedAt: number | undefined;
}

/** Marks an entity that the tenant has. */
const met = 1;
/** Marks an entity that only the tenant has. */
const foreign = 2;

/**
 * Maps ids to entities, a million of them in 60 MB: ids in one buffer, everything else in
 * typed arrays, with a hash table with open addressing. Strings and a Map take four times as much.
 */
export class KnownEntities {
  #bytes = Buffer.allocUnsafe(1 << 16);
  /** The start of each id, and the end of the last one. */
  #starts = new Uint32Array(1 << 10);
  #updatedAt = new Float64Array(1 << 10);
  #marks = new Uint8Array(1 << 10);
  /** Entity numbers plus one; 0 is an empty slot. */
  #places = new Uint32Array(1 << 11);
  #size = 0;
  #foreign = 0;
  readonly #scratch = Buffer.allocUnsafe(longestId);

  /** The number of the receiver's entities. */
  get size(): number {
    return this.#size - this.#foreign;
  }

  /** Adds an entity of the receiver; a later one with the same id replaces it. */
  add({ id, updatedAt = Number.NaN }: Known): void {
    this.#updatedAt[this.#findOrAdd(id)] = updatedAt;
  }

  /**
   * Marks an entity of the tenant.
   * @returns the receiver's entity; `new` if it has none, `again` if the entity was marked before
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

  /** Yields the receiver's entities that were not found in the tenant. */
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

  /** Returns the slot of the id in the scratch buffer, or the free slot for it. */
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

  /** Ensures space for one more entity. */
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
    this.#rebuildTable(room * 2);
  }

  /** Rebuilds the hash table, at most half full. */
  #rebuildTable(room: number): void {
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

/** FNV-1a with its high bits mixed in, because ids are short. */
function hash(bytes: Buffer, start: number, end: number): number {
  let mixed = 0x811c9dc5;
  for (let at = start; at < end; at++) mixed = Math.imul(mixed ^ (bytes[at] ?? 0), 0x01000193);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** The longest id in bytes; Logto's have 12 or 21. */
export const longestId = 256;

function copyInto<Numbers extends { set(from: Numbers): void }>(
  to: Numbers,
  from: Numbers,
): Numbers {
  to.set(from);
  return to;
}
