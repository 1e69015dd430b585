import { editDelivery } from '../cli/editor.ts';
import {
  explainAttempt,
  outcomeOf,
  type ReportedAttempt,
  renderAttempt,
  toAttemptRecord,
  warnOfLoss,
} from '../cli/output/delivery/attempt.ts';
import { renderSendSummary, toSummaryRecord } from '../cli/output/delivery/send-summary.ts';
import { announceKey } from '../cli/output/signing-key.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import type { History } from '../core/history/reader.ts';
import { describeRejected, explainNothing } from '../core/history/rejected.ts';
import type {
  Redeliverable,
  Redelivery,
  RedeliverySigning,
} from '../core/history/replay-request.ts';
import { keepEverything } from '../core/history/retention.ts';
import { HistoryWriter } from '../core/history/writer.ts';
import { isSuccess } from '../core/http/deliver.ts';
import { headerValue } from '../core/http/raw-headers.ts';
import { chooseTransport } from '../core/http/transport/select-transport.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { signatureHeader, verifySignature } from '../core/logto/signature.ts';
import { SendStatistics } from '../core/statistics.ts';
import { resolveSigningKeys } from '../core/workspace/signing-key.ts';
import { withHistory } from '../history/open.ts';
import { compareResponses } from './compare.ts';
import { renderComparison, toComparisonRecord } from './comparison.ts';
import { type Replayed, replayDeliveries, requireTargets } from './run.ts';
import { type ReplaySelection, type Selected, type Selection, selectDeliveries } from './select.ts';

export interface ReplayFlags extends ReplaySelection {
  readonly to?: URL | undefined;
  readonly diff?: URL | undefined;
  readonly edit: boolean;
  readonly resign: boolean;
  readonly header?: CustomHeaders | undefined;
  readonly concurrency: number;
  readonly timeout: number;
  readonly insecure: boolean;
  readonly json: boolean;
  readonly signingKey: readonly string[] | undefined;
}

/** Delivers again, prints and records each attempt, and sets the exit code. */
export function replayAndReport(flags: ReplayFlags, terminal: Terminal): Promise<void> {
  return withHistory(terminal, (history) => replayFrom(history, flags, terminal));
}

async function replayFrom(history: History, flags: ReplayFlags, terminal: Terminal): Promise<void> {
  const { cwd, err } = terminal;
  const { selected, rejected } = await selectDeliveries(history, flags, new Date());
  if (selected.length === 0) return err.line(explainNothing(rejected.length));
  requireTargets(selected, flags.to); // Before the editor opens.
  const original = flags.edit ? await history.read(theOnly(selected)) : undefined;
  if (rejected.length > 0) err.line(warnOfRejected(rejected));

  const edited = original && (await editDelivery(original, terminal));
  if (original && !edited) return err.line('Nothing was changed, so nothing was sent.');

  const signing = chooseSigning(flags, original, terminal);
  const writer = new HistoryWriter(cwd, keepEverything);
  const { concurrency, insecure } = flags;
  const total = selected.length * (flags.diff ? 2 : 1);
  const transport = await chooseTransport(total, concurrency, insecure);
  const signal = terminal.onInterrupt();
  const tally = createTally(flags, eventWidth(selected), terminal);
  try {
    await replayDeliveries(
      selected,
      { ...flags, to: flags.to, diff: flags.diff, headers: flags.header ?? [], signing, edited },
      {
        history,
        transport,
        signal,
        report: tally.report,
        reportUnreadable: tally.reportUnreadable,
        record: (id, attempt) =>
          writer
            .appendAttempt(id, attempt)
            .catch((error) => err.line(err.style.yellow(`! ${String(error.message)}`))),
      },
    );
  } finally {
    await transport.close();
    await writer.close();
    tally.end();
  }
  terminal.exitCode = signal.aborted ? 130 : tally.failed() ? 1 : 0;
}

function warnOfRejected(rejected: Selection['rejected']): string {
  const remedy = rejected.length === 1 ? 'name its ID to replay it' : 'name an ID to replay one';
  return `Skipped ${describeRejected(rejected)}; ${remedy}.`;
}

function theOnly(selected: readonly Selected[]): string {
  const [one, another] = selected;
  if (one && !another) return one.id;
  throw new UsageError(
    `--edit takes one delivery, not ${selected.length}.`,
    'Pass its ID, or --last.',
  );
}

/** Of several keys, the one that verifies the original signs an edited delivery; else the first. */
function chooseSigning(
  { edit, resign, signingKey }: ReplayFlags,
  original: Redeliverable | undefined,
  { cwd, env, err }: Terminal,
): RedeliverySigning {
  if (!edit && !resign) return 'original';
  const keys = resolveSigningKeys({ cwd, env, flag: signingKey });
  const signature = original && headerValue(original.headers, signatureHeader);
  const verifying = keys.find(
    ({ value }) => original && verifySignature(original.body, signature, value),
  );
  const key = verifying ?? keys[0];
  announceKey(key, err);
  return { signingKey: key.value };
}

interface Tally {
  report(replayed: Replayed): void;
  /** Reports a delivery that was not sent because it can no longer be read. */
  reportUnreadable(error: UsageError): void;
  end(): void;
  /** Returns whether a delivery got no 2xx or was not sent, or two responses differ. */
  failed(): boolean;
}

/** Returns a tally that prints and counts replays. */
function createTally(
  { json, diff }: Pick<ReplayFlags, 'json' | 'diff'>,
  width: number,
  { out, err }: Terminal,
): Tally {
  const statistics = new SendStatistics();
  let differ = false;
  let unreadable = 0;

  function printAttempt(attempt: ReportedAttempt): void {
    if (json) out.line(JSON.stringify(toAttemptRecord(attempt)));
    else if (!diff) out.line(renderAttempt(attempt, width, out.style));
    if (!json && !diff && !attempt.ok) {
      for (const line of explainAttempt(attempt, err.style)) err.line(`      ${line}`);
    }
    const loss = warnOfLoss(attempt, err.style);
    if (loss !== undefined) err.line(loss);
  }

  return {
    report({ selected, first, second }) {
      for (const redelivery of second ? [first, second] : [first]) {
        const attempt = toReported(selected, redelivery);
        statistics.add(attempt, outcomeOf(attempt));
        printAttempt(attempt);
      }
      if (!second) return;
      const comparison = compareResponses(first, second);
      differ ||= !comparison.sameStatus || !comparison.sameBody;
      if (json) out.line(JSON.stringify(toComparisonRecord(selected.id, comparison)));
      else for (const line of renderComparison(selected, comparison, out.style)) out.line(line);
    },
    reportUnreadable({ message }) {
      unreadable++;
      err.line(err.style.yellow(`! Not replayed: ${message}`));
    },
    end() {
      if (json) return out.line(JSON.stringify(toSummaryRecord(statistics.summary())));
      if (statistics.sent < 2) return;
      for (const line of renderSendSummary(statistics.summary(), out.style)) out.line(line);
    },
    failed: () => differ || unreadable > 0 || statistics.failed > 0,
  };
}

function toReported({ id, event }: Selected, { request, signature, attempt }: Redelivery) {
  return {
    outgoing: { event, variant: null },
    delivery: id,
    sent: { request, signature },
    attempt,
    number: 1,
    ok: isSuccess(attempt),
    final: true,
  };
}

function eventWidth(selected: readonly Selected[]): number {
  return selected.reduce(
    (width, { event }) => Math.max(width, Math.min(60, event?.length ?? 0)),
    0,
  );
}
