/**
 * Holds back requests while nobody reads the listener's output, because their deliveries would pile up in
 * memory. All that wait share one promise: a promise for each, raced with one that lives as long as the
 * server, would never be freed.
 */
export class OutputGate {
  readonly #drained: () => Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #isOpen = false;
  #release = () => {};

  /** @param drained resolves when the reader has caught up; undefined if it has */
  constructor(drained: () => Promise<void> | undefined) {
    this.#drained = drained;
  }

  /** Resolves when the reader has caught up, or the gate opens; undefined if there is nothing to wait for. */
  pass(): Promise<void> | undefined {
    if (this.#isOpen) return undefined;
    if (!this.#waiting) {
      const drained = this.#drained();
      if (drained) this.#wait(drained);
    }
    return this.#waiting;
  }

  #wait(drained: Promise<void>): void {
    this.#waiting = new Promise((resolve) => {
      this.#release = resolve;
      void drained.then(() => {
        this.#waiting = undefined;
        resolve();
      });
    });
  }

  /** Lets everything pass from now on: the server closes. */
  open(): void {
    this.#isOpen = true;
    this.#release();
  }
}
