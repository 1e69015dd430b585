interface Identified {
  readonly id: string;
}

/**
 * Detects that the pages of a list repeat: a tenant that ignores `page` would be read for ever. The IDs of
 * one page are kept, however many are read: of pages 1, 2, 4, 8 …, so that a longer cycle is found, too.
 */
export class PageCycle {
  #kept: ReadonlySet<string> = new Set();
  #read = 0;
  #keepNext = 1;

  /** Returns whether a page, the next one of the list, brings nothing new. */
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
