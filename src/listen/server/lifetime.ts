import type { Delivery } from '../../core/delivery.ts';

export interface LifetimeOptions {
  /** Verified deliveries after which to exit; undefined for never. */
  readonly exitAfter?: number | undefined;
  /** Milliseconds after which to exit; undefined for never. */
  readonly exitTimeout?: number | undefined;
}

export type ExitReason = 'interrupted' | 'enough' | 'timed-out';

/** Counts verified deliveries and decides when the listener exits. */
export class Lifetime {
  readonly #exitAfter: number | undefined;
  readonly ended: Promise<ExitReason>;
  #end: (reason: ExitReason) => void = () => {};
  #verified = 0;

  constructor({ exitAfter, exitTimeout }: LifetimeOptions, interrupted: AbortSignal) {
    this.#exitAfter = exitAfter;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const interrupt = () => this.#end('interrupted');
    if (interrupted.aborted) interrupt();
    interrupted.addEventListener('abort', interrupt);
    if (exitTimeout === undefined) return;
    const timer = setTimeout(() => this.#end('timed-out'), exitTimeout);
    void this.ended.then(() => clearTimeout(timer));
  }

  /** The number of verified deliveries. */
  get verified(): number {
    return this.#verified;
  }

  count({ verification }: Delivery): void {
    if (verification.signature !== 'valid') return;
    this.#verified++;
    if (this.#exitAfter !== undefined && this.#verified >= this.#exitAfter) {
      this.#end('enough');
    }
  }
}
