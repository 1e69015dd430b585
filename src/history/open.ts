import { createProblemReporter } from '../cli/output/delivery/history-problems.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { History } from '../core/history/reader.ts';
import { historyDirectory } from '../core/history/segments/segment.ts';
import { requireOwnState } from '../core/workspace/state-directory.ts';

/**
 * Opens the history of the project and passes it to `use`. Unreadable parts are reported on standard error,
 * each once.
 * @throws UsageError if its directory cannot be read, or is not the project's own
 */
export async function withHistory<T>(
  { cwd, err }: Pick<Terminal, 'cwd' | 'err'>,
  use: (history: History) => Promise<T>,
): Promise<T> {
  requireOwnState(cwd, 'history');
  const history = new History(historyDirectory(cwd));
  const report = createProblemReporter(err);
  await history.refresh();
  report(history.problems);
  try {
    return await use(history);
  } finally {
    report(history.problems);
  }
}
