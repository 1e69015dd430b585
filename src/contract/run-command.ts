import { announceKey } from '../cli/output/signing-key.ts';
import { plainText } from '../cli/output/text/plain-text.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import { maskUrl } from '../core/http/mask-url.ts';
import { resolveSigningKey } from '../core/workspace/signing-key.ts';
import type { Check } from './check.ts';
import { readReceiverSettings } from './receiver/settings.ts';
import { StartError, type StartedReceiver, startReceiver } from './receiver/start.ts';
import { toCheckRecord } from './reporters/json.ts';
import { renderContractProgress } from './reporters/pretty.ts';
import { writeReports } from './reporters/reporters.ts';
import { type CheckResult, type ContractOutcome, type ContractReport, isFatal } from './result.ts';
import { runContract } from './run/run.ts';
import type { Selected } from './select.ts';
import type { TestSettings } from './settings.ts';
import { noteSideEffects } from './side-effects.ts';

/** Starts the receiver if asked to, runs the checks, reports, and sets the exit code. */
export async function runTest(settings: TestSettings, terminal: Terminal): Promise<void> {
  const { cwd, env, err } = terminal;
  const { url, strict } = settings;
  const selected = withFuzz(settings, cwd);
  if (!url) {
    throw new UsageError(
      'No receiver given.',
      'Give its URL with --to, or as test.to in logto-hooks.config.json.',
    );
  }
  const key = resolveSigningKey({ cwd, env, flag: settings.signingKey });
  announceKey(key, err);
  const signal = terminal.onInterrupt();
  const target = { ...settings, url, signingKey: key.value, signal };
  const started = await start(target, terminal);
  const startedAt = new Date();
  const startedAtMs = performance.now();
  const progress = await showProgress(settings, terminal);
  let outcome: ContractOutcome = {
    results: [],
    cause: null,
    refusesEverything: false,
    framework: null,
  };
  try {
    if (!signal.aborted)
      outcome = await runContract({
        ...{ ...target, ...progress, started, selected },
        settings: readReceiverSettings(cwd, settings.start),
        onConnected: () => {
          if (!started) noteSideEffects(terminal);
        },
      });
  } finally {
    progress.stop();
    await started?.end();
  }
  if (signal.aborted) {
    terminal.exitCode = 130;
    return;
  }
  const report: ContractReport = {
    to: maskUrl(url),
    startedAt,
    durationMs: performance.now() - startedAtMs,
    strict,
    ...outcome,
    output: started ? conceal(started.output, key.value) : null,
  };
  if (settings.reports.some(({ reporter, file }) => reporter === 'pretty' && file === null)) {
    err.line(err.style.dim(`→ ${maskUrl(url)}`));
  }
  writeReports(settings.reports, report, terminal);
  terminal.exitCode = outcome.results.some((result) => isFatal(result, strict)) ? 1 : 0;
}

interface Target extends Omit<TestSettings, 'signingKey'> {
  readonly url: URL;
  readonly signingKey: string;
  readonly signal: AbortSignal;
}

/** Adds the fuzz check, whose generators take a tenth of a second to load, only for `--fuzz`. */
function withFuzz({ selected, fuzz }: TestSettings, cwd: string): readonly Selected[] {
  if (!fuzz) return selected;
  const run: Check['run'] = async (client) => {
    const { runFuzz } = await import('./fuzz/fuzz.ts');
    return runFuzz(client, { ...fuzz, cwd });
  };
  return selected.map((one) =>
    one.check.id === 'accepts/fuzz' ? { ...one, check: { ...one.check, run } } : one,
  );
}

async function start(target: Target, terminal: Terminal): Promise<StartedReceiver | undefined> {
  const { start: command, signingKey } = target;
  if (command === undefined) return undefined;
  const { cwd, env, err } = terminal;
  const spinner = err.isTTY ? await terminal.spinner(`starting ${command}`) : undefined;
  try {
    return await startReceiver({ ...target, command, cwd, env });
  } catch (error) {
    spinner?.stop();
    if (error instanceof StartError && error.output.trim() !== '') {
      const lines = conceal(error.output, signingKey).trimEnd().split('\n').slice(-shownLines);
      for (const line of lines) err.line(err.style.dim(`  ${plainText(line)}`));
    }
    throw error;
  } finally {
    spinner?.stop();
  }
}

/** Lines of a receiver's output that are shown if it does not start. */
const shownLines = 20;

function conceal(output: string, signingKey: string): string {
  return output.replaceAll(signingKey, '<signing key>');
}

interface Progress {
  onStart(id: string): void;
  onResult(result: CheckResult): void;
  stop(): void;
}

/** Shows a counter in a terminal, and streams lines of JSON to programs. */
async function showProgress(
  { selected, reports }: TestSettings,
  terminal: Terminal,
): Promise<Progress> {
  const { out, err } = terminal;
  const streams = reports.some(({ reporter, file }) => reporter === 'json' && file === null);
  const spinner = err.isTTY ? await terminal.spinner('') : undefined;
  let done = 0;
  return {
    onStart(id) {
      if (spinner) spinner.text = renderContractProgress(done, selected.length, id, err.columns);
    },
    onResult(result) {
      done++;
      if (streams) out.line(JSON.stringify(toCheckRecord(result)));
    },
    stop: () => void spinner?.stop(),
  };
}
