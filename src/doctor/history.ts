import { constants, statSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode, UsageError } from '../core/errors.ts';
import type { Problem } from '../core/history/problems.ts';
import { History } from '../core/history/reader.ts';
import { historyDirectory, listSegments } from '../core/history/segments/segment.ts';
import { requireOwnState } from '../core/workspace/state-directory.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Checks whether the history can be read and written, and how large it is. */
export async function checkHistory(cwd: string): Promise<Finding> {
  const about = findingsOf('history', 'History');
  const directory = historyDirectory(cwd);
  try {
    requireOwnState(cwd, 'history');
    if (!(await stat(directory)).isDirectory()) {
      return about.failed(`${directory} is not a directory.`, 'Move it away.');
    }
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    const history = new History(directory);
    await history.refresh();
    const size = `${count(history.size, 'delivery', 'deliveries')}, ${measure(directory)}`;
    const problem = describeProblems(history.problems);
    if (problem === null) return about.passed(size);
    return about.warned(
      `${size}; ${problem}.`,
      "Check the disk and the permissions. 'logto-hooks history export' saves what is readable, 'logto-hooks history clear' starts over.",
    );
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return about.skipped('none yet');
    if (error instanceof UsageError) return about.failed(error.message, error.remedy);
    if (code === undefined) throw error;
    return about.failed(
      `${path.relative(cwd, directory)} cannot be used (${code}): the listener would respond with 500.`,
      'Fix its permissions, or listen with --no-history.',
    );
  }
}

/** Returns null if nothing is damaged or unreadable. An incomplete end is normal after a kill. */
function describeProblems(problems: readonly Problem[]): string | null {
  const damaged = problems.reduce((sum, one) => sum + one.damaged, 0);
  const unreadable = problems.filter((one) => one.unreadable !== null).length;
  const parts = [
    ...(damaged > 0 ? [count(damaged, 'damaged record', 'damaged records')] : []),
    ...(unreadable > 0 ? [count(unreadable, 'unreadable file', 'unreadable files')] : []),
  ];
  return parts.length > 0 ? `skipped ${parts.join(' and ')}` : null;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

function measure(directory: string): string {
  const files = listSegments(directory).filter(({ notFile }) => notFile === null);
  const sizes = files.map(({ file }) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
