import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style, Terminal } from '../../cli/terminal/index.ts';
import type { Arrival } from './arrivals.ts';
import { nameOf, type Results } from './make-calls.ts';
import type { ManualEvent, TriggerPlan } from './plan.ts';

/** Prints the progress and results of a run, for people or as NDJSON. */
export interface Report {
  plan(plan: TriggerPlan): void;
  manual(events: readonly ManualEvent[]): void;
  swept(count: number): void;
  left(errors: readonly Error[]): void;
  /**
   * @param observerId the temporary webhook, which only shows that an event was emitted
   * @returns whether every event arrived, and every endpoint accepted it
   */
  results(
    plan: TriggerPlan,
    results: Results,
    arrivals: readonly Arrival[],
    observerId: string | undefined,
  ): boolean;
}

export function createReport(json: boolean, { out, err }: Terminal): Report {
  const record = (value: object) => out.line(JSON.stringify(value));
  const manual = (events: readonly ManualEvent[]) => {
    for (const { event, how } of events) {
      if (json) record({ type: 'manual', event, how });
      else err.line(`${err.style.yellow('·')} ${event} needs a person: ${how.join('; ')}.`);
    }
  };
  return {
    manual,
    plan({ steps, deletions, manual: events }) {
      for (const step of [...steps, ...deletions]) {
        const { method, path, body = null, event = null } = step;
        if (json) record({ type: 'call', method, path, body, event });
        else out.line(`${nameOf(step).padEnd(52)}${event === null ? '' : ` ${event}`}`.trimEnd());
      }
      manual(events);
    },
    swept(count) {
      if (count === 1) err.line('Deleted 1 object that an earlier run left behind.');
      if (count > 1) err.line(`Deleted ${count} objects that an earlier run left behind.`);
    },
    left(errors) {
      for (const error of errors) {
        const reason = plainText(error.message);
        err.line(err.style.red(`! A temporary object could not be deleted: ${reason}`));
      }
      err.line("The next 'logto-hooks tenant trigger' on this machine tries again.");
    },
    results(plan, results, arrivals, observerId) {
      const lines = plan.events.map((event) => summarize(event, results, arrivals, observerId));
      for (const line of lines) {
        if (json) record({ type: 'trigger', ...line });
        else out.lines(renderEvent(line, out.style));
      }
      manual(plan.manual);
      const arrived = lines.filter(({ emitted }) => emitted).length;
      const failed = lines.flatMap(({ deliveries }) => deliveries.filter(({ ok }) => !ok)).length;
      const missing = lines.length - arrived;
      if (json) record({ type: 'summary', arrived, missing, failed, manual: plan.manual.length });
      else err.line(renderSummary(arrived, missing, failed, err.style));
      return missing === 0 && failed === 0;
    },
  };
}

function summarize(
  event: string,
  { triggered, failures }: Results,
  arrivals: readonly Arrival[],
  observerId: string | undefined,
) {
  const failure = failures.find(({ step }) => step.event === event);
  const own = arrivals.filter((arrival) => arrival.triggered.event === event);
  return {
    event,
    call: triggered.find((one) => one.event === event)?.call ?? null,
    emitted: own.some(({ outcome }) => outcome !== undefined),
    error: failure ? failure.error.message : null,
    deliveries: own
      .filter(({ webhook }) => webhook.id !== observerId)
      .map(({ webhook: { id, name }, outcome }) => ({
        ...{ webhookId: id, name, ok: outcome?.ok ?? false, status: outcome?.status ?? null },
        error: outcome ? outcome.words || null : 'not logged in time',
      })),
  };
}

function renderEvent(
  { event, call, emitted, error, deliveries }: ReturnType<typeof summarize>,
  style: Style,
): string[] {
  const mark = emitted ? style.green('✓') : style.red('✗');
  const why = plainText(
    error ?? (call === null ? 'an earlier call failed' : `${call} sent nothing`),
  );
  return [
    `${mark} ${style.bold(event)}${emitted ? '' : ` ${why}`}`,
    ...deliveries.map(({ name, ok, status, error: reason }) => {
      const result = ok ? style.green(String(status ?? 'ok')) : style.red(plainText(reason ?? ''));
      return `    ${plainText(name, 40)} ${result}`;
    }),
  ];
}

function renderSummary(arrived: number, missing: number, failed: number, style: Style): string {
  const parts = [
    style.green(`${arrived} ${arrived === 1 ? 'event' : 'events'} arrived`),
    ...(missing > 0 ? [style.red(`${missing} did not`)] : []),
    ...(failed > 0
      ? [style.red(`${failed} ${failed === 1 ? 'delivery' : 'deliveries'} failed`)]
      : []),
  ];
  return `${parts.join(', ')}.`;
}
