/**
 * Tells many requests of the abort of one signal, by a single listener on it: Node warns of the
 * eleventh, and keeps each with a weak reference that costs more than the request it belongs to.
 */
export class AbortListeners {
  readonly #waiting = new WeakMap<AbortSignal, Set<() => void>>();

  /** @returns what ends the waiting */
  add(signal: AbortSignal, onAbort: () => void): () => void {
    const waiting = this.#waiting.get(signal) ?? this.#listen(signal);
    waiting.add(onAbort);
    return () => void waiting.delete(onAbort);
  }

  #listen(signal: AbortSignal): Set<() => void> {
    const waiting = new Set<() => void>();
    this.#waiting.set(signal, waiting);
    signal.addEventListener('abort', () => {
      for (const onAbort of waiting) onAbort();
    });
    return waiting;
  }
}
