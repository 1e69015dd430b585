import type { Attempt } from './http/deliver.ts';

/** The result of a run. */
export interface SendSummary {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** Milliseconds over all deliveries' last attempts; null if nothing was sent. */
  readonly latencyMs: Record<'p50' | 'p90' | 'p99' | 'max', number> | null;
  /** How often each status, or the code of a failure, was the outcome; most frequent first. */
  readonly outcomes: readonly (readonly [outcome: string, count: number])[];
  /** Milliseconds from the first delivery to the last response. */
  readonly elapsedMs: number;
}

/** Collects final attempts. */
export class SendStatistics {
  readonly #latencies: number[] = [];
  readonly #outcomes = new Map<string, number>();
  readonly #started = performance.now();
  #ok = 0;

  get sent(): number {
    return this.#latencies.length;
  }

  get ok(): number {
    return this.#ok;
  }

  get failed(): number {
    return this.sent - this.#ok;
  }

  /** @param outcome the status, or the failure's code */
  add({ attempt, ok }: { readonly attempt: Attempt; readonly ok: boolean }, outcome: string): void {
    this.#latencies.push(attempt.latencyMs);
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
    if (ok) this.#ok++;
  }

  summary(): SendSummary {
    const sorted = Float64Array.from(this.#latencies).sort();
    return {
      sent: this.sent,
      ok: this.#ok,
      failed: this.failed,
      latencyMs: percentiles(sorted),
      outcomes: [...this.#outcomes].sort(([, a], [, b]) => b - a),
      elapsedMs: performance.now() - this.#started,
    };
  }
}

function percentiles(sorted: Float64Array): SendSummary['latencyMs'] {
  if (sorted.length === 0) return null;
  // Nearest rank: the smallest value that at least this percentage of values do not exceed.
  const rank = (percent: number) => {
    const index = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1);
    return sorted[index] ?? 0;
  };
  return { p50: rank(50), p90: rank(90), p99: rank(99), max: rank(100) };
}
