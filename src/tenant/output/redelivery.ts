import { toSummaryRecord } from '../../cli/output/delivery/send-summary.ts';
import { formatLatency } from '../../cli/output/text/numbers.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { formatDate } from '../../cli/output/text/time.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import type { SendSummary } from '../../core/statistics.ts';
import type { Planned, RedeliveryPlan } from '../redeliver/plan.ts';
import type { RedeliveryOutcome } from '../redeliver/run.ts';
import { shownUrl } from './url.ts';

/** The most ids to print. */
const namedIds = 5;

/** Renders the plan: the endpoint, and deliveries that are left out or uncertain. */
export function renderPlan(
  { planned, already, doubtful, empty }: RedeliveryPlan,
  url: URL,
  style: Style,
): string[] {
  const lines = [style.dim(`→ ${shownUrl(url.href)}`)];
  if (already > 0) {
    lines.push(
      style.dim(
        `${count(already)} already got a 2xx and ${are(already)} skipped. Use --again to redeliver all.`,
      ),
    );
  }
  if (empty > 0)
    lines.push(style.yellow(`! ${count(empty)} cannot be delivered: the log has no payload.`));
  if (doubtful.length > 0) {
    const ids = doubtful.slice(0, namedIds).map((id) => plainText(id));
    const more = doubtful.length > namedIds ? ' …' : '';
    lines.push(
      style.yellow(
        `! ${count(doubtful.length)} ${doubtful.length === 1 ? 'was' : 'were'} in flight when an earlier run was killed (${ids.join(', ')}${more}) and may have arrived. ${doubtful.length === 1 ? 'It is' : 'They are'} redelivered.`,
      ),
    );
  }
  if (planned.length > 0) {
    lines.push(style.dim("Re-signed, because Logto's log does not keep the original bytes."));
  }
  return lines;
}

/** Renders a planned delivery. */
export function renderPlanned({ id, event, at, body }: Planned, style: Style): string {
  const facts = `${formatDate(at)} ${plainText(id)}`;
  return `${style.dim(facts)} ${style.bold(plainText(event, 60))}  ${style.dim(`${body.length} B`)}`;
}

/** Returns the `--json` record of a planned delivery. */
export function toPlannedRecord({ id, event, at, body }: Planned, url: URL) {
  return {
    ...{ type: 'planned', delivery: id, event, at: at.toISOString(), to: maskUrl(url) },
    ...{ requestBytes: body.length, body: body.toString() },
  };
}

/** Renders the question `Redeliver 12 to https://…?` */
export function askToDeliver({ planned }: RedeliveryPlan, url: URL): string {
  return `Redeliver ${count(planned.length)} to ${shownUrl(url.href)}?`;
}

/** Renders the result and what to do next. */
export function renderRedeliverySummary(
  { delivered, failed, left, gaveUp }: RedeliveryOutcome,
  { latencyMs, outcomes, elapsedMs, sent }: SendSummary,
  { maxFailures }: { readonly maxFailures: number },
  style: Style,
): string[] {
  const counts = [
    style.green(`${count(delivered)} delivered`),
    failed > 0 ? style.red(`${count(failed)} failed`) : '0 failed',
    ...(left > 0 ? [style.yellow(`${count(left)} not sent`)] : []),
  ];
  const times = Object.entries(latencyMs ?? {}).map(([name, ms]) => `${name} ${formatLatency(ms)}`);
  const speed = elapsedMs > 1000 ? ` · ${count(Math.round((sent * 1000) / elapsedMs))}/s` : '';
  const kinds = outcomes.map(([outcome, often]) => `${outcome} × ${count(often)}`);
  return [
    `${counts.join(', ')}  ${style.dim(`${times.join(' · ')}${speed}`)}`,
    ...(outcomes.length > 1 ? [style.dim(kinds.join('  '))] : []),
    ...(gaveUp
      ? [style.yellow(`Stopped after ${maxFailures} failures in a row (--max-failures).`)]
      : []),
    ...(failed + left > 0 ? [style.dim('Run the same command to continue.')] : []),
  ];
}

/** Returns the `--json` record that ends a run. */
export function toRedeliverySummaryRecord(
  { delivered, failed, left, gaveUp }: RedeliveryOutcome,
  summary: SendSummary,
  { already, doubtful, empty }: RedeliveryPlan,
) {
  const counts = { sent: delivered + failed, ok: delivered, failed };
  return {
    ...toSummaryRecord({ ...summary, ...counts }),
    ...{ attempts: summary.sent, left, already, doubtful: doubtful.length, empty, gaveUp },
  };
}

function count(number: number): string {
  return number.toLocaleString('en');
}

function are(number: number): string {
  return number === 1 ? 'is' : 'are';
}
