import type { Delivery } from '../../core/delivery.ts';

export interface Lifetime {
  /** Deliveries after which to leave; undefined for never. */
  readonly exitAfter?: number | undefined;
  /** Milliseconds after which to leave; undefined for never. */
  readonly exitTimeout?: number | undefined;
}

/** Why a listener left. */
export type LeaveReason = 'interrupted' | 'enough' | 'time-over';

/** Counts verified deliveries, and says when it is time to leave, and why. */
export function createLifetime(
  { exitAfter, exitTimeout }: Lifetime,
  interrupted: AbortSignal,
): {
  count(delivery: Delivery): void;
  /** How many verified deliveries came. */
  verified(): number;
  over: Promise<LeaveReason>;
} {
  let resolve = (_reason: LeaveReason) => {};
  const over = new Promise<LeaveReason>((settle) => {
    resolve = settle;
  });
  let verified = 0;
  interrupted.addEventListener('abort', () => resolve('interrupted'));
  if (interrupted.aborted) resolve('interrupted');
  if (exitTimeout !== undefined) {
    const timer = setTimeout(() => resolve('time-over'), exitTimeout);
    void over.then(() => clearTimeout(timer));
  }
  return {
    over,
    verified: () => verified,
    count({ verification }) {
      if (verification.signature !== 'valid') return;
      verified++;
      if (exitAfter !== undefined && verified >= exitAfter) resolve('enough');
    },
  };
}
