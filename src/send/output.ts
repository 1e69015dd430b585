import {
  explainAttempt,
  outcomeOf,
  renderAttempt,
  toAttemptRecord,
  warnOfLoss,
} from '../cli/output/delivery/attempt.ts';
import {
  renderProgress,
  renderSendSummary,
  toSummaryRecord,
} from '../cli/output/delivery/send-summary.ts';
import { wrap } from '../cli/output/text/wrap.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { chooseTransport } from '../core/http/transport/select-transport.ts';
import type { Outgoing } from '../core/logto/signed-request.ts';
import { SendStatistics } from '../core/statistics.ts';
import type { Envelope } from './outgoing.ts';
import { type AttemptReport, type Load, runDeliveries } from './run.ts';

/** Returns the lines that warn of values that Logto would not send. */
export function renderWarnings(
  warnings: readonly string[],
  { style, isTTY, columns }: Terminal['err'],
): string[] {
  const width = isTTY ? columns : Number.POSITIVE_INFINITY;
  return warnings.flatMap((warning) => wrap(`${style.yellow('!')} ${warning}`, width));
}

/** Prints how to start a listener, since none runs, and sets the exit code. */
export function reportNoListener(terminal: Terminal): void {
  const { err } = terminal;
  err.line(
    `${err.style.red('error:')} No listener runs here or at 127.0.0.1:3333. Start one with 'logto-hooks listen', or name a target with --to.`,
  );
  terminal.exitCode = 1;
}

/** Sends, prints each attempt and the summary, and sets the exit code. */
export async function sendAndReport(
  outgoing: readonly Outgoing[],
  envelope: Envelope,
  load: Load,
  { json, insecure }: { readonly json: boolean; readonly insecure: boolean },
  terminal: Terminal,
): Promise<void> {
  const total = outgoing.length * load.count;
  const statistics = new SendStatistics();
  const transport = await chooseTransport(total, load.concurrency, insecure);
  const printer = json
    ? jsonPrinter(terminal)
    : await prettyPrinter(terminal, outgoing, envelope, load);
  // A single delivery has nothing to finish, so Ctrl+C ends the process as usual.
  const interrupted = total > 1 ? terminal.onInterrupt() : undefined;
  const report = (attempt: AttemptReport) => {
    if (attempt.final) statistics.add(attempt, outcomeOf(attempt));
    printer.attempt(attempt, statistics);
  };
  try {
    await runDeliveries(outgoing, envelope, load, transport, report, interrupted);
  } finally {
    await transport.close();
    printer.end(statistics);
  }
  terminal.exitCode = interrupted?.aborted ? 130 : statistics.failed > 0 ? 1 : 0;
}

interface Printer {
  attempt(report: AttemptReport, statistics: SendStatistics): void;
  end(statistics: SendStatistics): void;
}

function jsonPrinter({ out, err }: Terminal): Printer {
  return {
    attempt(report) {
      out.line(JSON.stringify(toAttemptRecord(report)));
      const loss = warnOfLoss(report, err.style);
      if (loss !== undefined) err.line(loss);
    },
    end: (statistics) => out.line(JSON.stringify(toSummaryRecord(statistics.summary()))),
  };
}

/**
 * Returns a printer with a line per attempt, or a progress bar for a load test. A repeated explanation
 * is printed once.
 */
async function prettyPrinter(
  terminal: Terminal,
  outgoing: readonly Outgoing[],
  { to }: Envelope,
  { count }: Load,
): Promise<Printer> {
  const { out, err } = terminal;
  const total = outgoing.length * count;
  const eventWidth = Math.max(...outgoing.map(({ event }) => event?.length ?? 0));
  const spinner = count > 1 && err.isTTY ? await terminal.spinner('') : undefined;
  const width = err.isTTY ? err.columns : Number.POSITIVE_INFINITY;
  const said = new Set<string>();
  const sayOnce = (lines: readonly string[], say: (line: string) => void) => {
    const text = lines.join('\n');
    if (text !== '' && !said.has(text)) for (const line of lines) say(line);
    said.add(text);
  };
  err.line(err.style.dim(`→ ${maskUrl(to)}`));
  return {
    attempt(report, statistics) {
      if (spinner) spinner.text = renderProgress(statistics, total, err.columns);
      if (count === 1) out.line(renderAttempt(report, eventWidth, out.style));
      if (!report.ok) {
        const words = explainAttempt(report, err.style).flatMap((line) =>
          wrap(line, width - 6, { hard: true }),
        );
        sayOnce(words, (line) => err.line(`      ${line}`));
      }
      const loss = warnOfLoss(report, err.style);
      if (loss !== undefined) sayOnce(wrap(loss, width), err.line);
    },
    end(statistics) {
      spinner?.stop();
      if (total === 1) return;
      for (const line of renderSendSummary(statistics.summary(), out.style)) out.line(line);
    },
  };
}
