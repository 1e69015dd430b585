/**
 * Reports the abort of one signal to many requests, with a single listener on it: Node warns of the eleventh
 * listener, and holds each with a weak reference that costs more than the request itself.
 */
export class AbortListeners {
  readonly #waiting = new WeakMap<AbortSignal, Slots>();

  /** Calls `onAbort` when the signal aborts. @returns a function that removes it */
  add(signal: AbortSignal, onAbort: () => void): () => void {
    const waiting = this.#waiting.get(signal) ?? this.#listen(signal);
    return waiting.take(onAbort);
  }

  #listen(signal: AbortSignal): Slots {
    const waiting = new Slots();
    this.#waiting.set(signal, waiting);
    signal.addEventListener('abort', () => waiting.callAll());
    return waiting;
  }
}

/**
 * Slots that are reused. A Set leaves a hole for each deleted member and is rebuilt when it is full of holes;
 * under load, collecting its old tables takes 6 µs per request.
 */
class Slots {
  readonly #places: (() => void)[] = [];
  readonly #free: number[] = [];

  /** Stores a callback in a free slot. @returns a function that frees the slot */
  take(onAbort: () => void): () => void {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = onAbort;
    return () => {
      if (this.#places[place] !== onAbort) return;
      this.#places[place] = nothing;
      this.#free.push(place);
    };
  }

  callAll(): void {
    for (const onAbort of [...this.#places]) onAbort();
  }
}

function nothing(): void {}
