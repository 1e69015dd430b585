import {
  explainAttempt,
  outcomeOf,
  renderAttempt,
  toAttemptRecord,
} from '../../cli/output/delivery/attempt.ts';
import { renderProgress } from '../../cli/output/delivery/send-summary.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { SendStatistics } from '../../core/statistics.ts';
import { renderRedeliverySummary, toRedeliverySummaryRecord } from '../output/redelivery.ts';
import type { RedeliveryPlan } from '../redeliver/plan.ts';
import type { Redelivered, RedeliveryOutcome } from '../redeliver/run.ts';

interface RedeliveryPrinter {
  readonly report: (redelivered: Redelivered) => void;
  readonly round: (count: number) => void;
  readonly stop: () => void;
  readonly end: (outcome: RedeliveryOutcome) => void;
}

/** With more deliveries than this, only failures are printed, and a progress bar in a terminal. */
const shownEach = 50;

/** Prints attempts as they finish, and the summary. */
export async function createRedeliveryPrinter(
  plan: RedeliveryPlan,
  {
    json = false,
    maxFailures,
  }: { readonly json?: boolean | undefined; readonly maxFailures: number },
  terminal: Terminal,
): Promise<RedeliveryPrinter> {
  const { out, err } = terminal;
  const { planned } = plan;
  const statistics = new SendStatistics();
  const eventWidth = planned.reduce((width, { event }) => Math.max(width, event.length), 0);
  const isLong = planned.length > shownEach;
  const spinner = isLong && !json && err.isTTY ? await terminal.spinner('') : undefined;
  const printed = new Set<string>();
  const progress = () => {
    const { sent, ok } = statistics;
    // A retry is not another delivery.
    const counts = { sent: Math.min(sent, planned.length), ok };
    return renderProgress(counts, planned.length, err.columns);
  };
  return {
    report(redelivered) {
      const attempt = toReported(redelivered);
      statistics.add(attempt, outcomeOf(attempt));
      if (json) return out.line(JSON.stringify(toAttemptRecord(attempt)));
      if (spinner) spinner.text = progress();
      if (isLong && redelivered.ok) return;
      out.line(renderAttempt(attempt, Math.min(60, eventWidth), out.style));
      const why = redelivered.ok ? [] : explainAttempt(attempt, err.style);
      const text = why.join('\n');
      if (text !== '' && !printed.has(text)) for (const line of why) err.line(`      ${line}`);
      printed.add(text);
    },
    round(count) {
      if (!json) err.line(err.style.dim(`Retrying ${count} that failed.`));
    },
    stop: () => void spinner?.stop(),
    end(outcome) {
      const summary = statistics.summary();
      if (json) {
        return out.line(JSON.stringify(toRedeliverySummaryRecord(outcome, summary, plan)));
      }
      const lines = renderRedeliverySummary(outcome, summary, { maxFailures }, out.style);
      for (const line of lines) out.line(line);
    },
  };
}

function toReported({ planned, job, attempt, number, ok }: Redelivered) {
  const { body, signature } = job;
  return {
    outgoing: { event: planned.event, variant: null },
    delivery: planned.id,
    sent: { request: { body }, signature },
    ...{ attempt, number, ok, final: true },
  };
}
