import type { ChaosRule } from '../../../core/chaos-rule.ts';
import type { ForwardAttempt } from '../../../core/delivery.ts';

/** How long Logto waits for a response, in milliseconds. */
const logtoTimeoutMs = 10_000;

/** Returns which faults were injected into a delivery, and how Logto would have reacted. */
export function describeChaos(
  { kind, value }: ChaosRule,
  forwarded: Pick<ForwardAttempt, 'latencyMs'> | null,
): string {
  switch (kind) {
    case 'duplicate':
      return 'chaos: delivered twice, as after a lost response.';
    case 'reorder':
      return 'chaos: held until after the next delivery, or for a second.';
    case 'drop':
      return 'chaos: dropped, your app never got it; Logto would see a failed connection.';
    case 'delay': {
      const tooLate = value + (forwarded?.latencyMs ?? 0) > logtoTimeoutMs;
      const verdict = tooLate ? ' Logto would have timed out here (10 s).' : '';
      return `chaos: delivered ${value / 1000} s late.${verdict}`;
    }
    case 'status':
      return `chaos: responded with ${value} instead of your app's response.`;
    case 'reset':
      return 'chaos: reset; Logto would see a failed connection.';
  }
}
