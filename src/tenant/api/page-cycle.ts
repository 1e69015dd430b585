interface Identified {
  readonly id: string;
}

/**
 * Detects that the pages of a list repeat; a tenant that ignores `page` would otherwise be read forever. Only
 * the ids of pages 1, 2, 4, 8, … are kept, one page at a time, which also finds longer cycles.
 */
export class PageCycle {
  #kept: ReadonlySet<string> = new Set();
  #read = 0;
  #keepNext = 1;

  /** Returns whether the next page of the list contains nothing new. */
  isRepeat(items: readonly Identified[]): boolean {
    if (items.length > 0 && items.every(({ id }) => this.#kept.has(id))) return true;
    this.#read++;
    if (this.#read === this.#keepNext) {
      this.#kept = new Set(items.map(({ id }) => id));
      this.#keepNext *= 2;
    }
    return false;
  }
}
