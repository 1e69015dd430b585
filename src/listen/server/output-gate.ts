/**
 * Holds back requests while nobody reads the listener's output, because their deliveries would pile up in
 * memory. All that wait share one promise: a promise for each, raced with one that lives as long as the
 * server, would never be freed.
 */
export class OutputGate {
  readonly #drained: () => Promise<void>;
  #waiting: Promise<void> | undefined;
  #isOpen = false;
  #release = () => {};

  /** @param drained resolves when the reader has caught up */
  constructor(drained: () => Promise<void>) {
    this.#drained = drained;
  }

  /** Resolves when the reader has caught up, or the gate is open. */
  pass(): Promise<void> {
    if (this.#isOpen) return Promise.resolve();
    this.#waiting ??= new Promise((resolve) => {
      this.#release = resolve;
      void this.#drained().then(() => {
        this.#waiting = undefined;
        resolve();
      });
    });
    return this.#waiting;
  }

  /** Lets everything pass from now on: the server closes. */
  open(): void {
    this.#isOpen = true;
    this.#release();
  }
}
