import type { SendStatistics, SendSummary } from '../../../core/statistics.ts';
import type { Style } from '../../terminal/index.ts';
import { formatLatency, roundLatency } from '../text/numbers.ts';

/** Returns the result of a run: one line, and the outcomes if they differ. */
export function renderSendSummary(summary: SendSummary, style: Style): string[] {
  const { sent, ok, failed, latencyMs, outcomes, elapsedMs } = summary;
  const counts = [
    `${count(sent)} sent`,
    style.green(`${count(ok)} ok`),
    failed > 0 ? style.red(`${count(failed)} failed`) : '0 failed',
  ];
  const times = Object.entries(latencyMs ?? {}).map(([name, ms]) => `${name} ${formatLatency(ms)}`);
  const speed = elapsedMs > 1000 ? ` · ${count(Math.round((sent * 1000) / elapsedMs))}/s` : '';
  const kinds = outcomes.map(([outcome, times]) => `${outcome} × ${count(times)}`);
  return [
    `${counts.join(', ')}  ${style.dim(`${times.join(' · ')}${speed}`)}`,
    ...(outcomes.length > 1 ? [style.dim(kinds.join('  '))] : []),
  ];
}

/** Returns the progress of a long run in at most `columns` characters. */
export function renderProgress(
  { sent, ok }: Pick<SendStatistics, 'sent' | 'ok'>,
  total: number,
  columns: number,
): string {
  const counts = `${count(sent)}/${count(total)}  ${count(ok)} ok  ${count(sent - ok)} failed`;
  const width = Math.max(0, Math.min(30, columns - counts.length - 6));
  const filled = Math.round((sent / total) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${counts}`;
}

/** Returns the `--json` record that ends a run. */
export function toSummaryRecord({ sent, ok, failed, latencyMs, outcomes }: SendSummary) {
  return {
    type: 'summary',
    sent,
    ok,
    failed,
    latencyMs: roundLatencies(latencyMs),
    outcomes: Object.fromEntries(outcomes),
  };
}

function roundLatencies(latencies: SendSummary['latencyMs']): Record<string, number | null> {
  const names = ['p50', 'p90', 'p99', 'max'] as const;
  return Object.fromEntries(
    names.map((name) => [name, latencies ? roundLatency(latencies[name]) : null]),
  );
}

function count(number: number): string {
  return number.toLocaleString('en');
}
