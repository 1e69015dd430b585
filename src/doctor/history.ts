import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../core/errors.ts';
import { History } from '../core/history/reader.ts';
import { historyDirectory, listSegments } from '../core/history/segment.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Whether the history can be read and added to, and how large it is. */
export async function checkHistory(cwd: string): Promise<Finding> {
  const about = findingsOf('history', 'History');
  const directory = historyDirectory(cwd);
  try {
    if (!(await stat(directory)).isDirectory()) {
      return about.failed(`${directory} is no directory.`, 'Move it away.');
    }
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    const history = new History(directory);
    await history.refresh();
    const size = `${count(history.size, 'delivery', 'deliveries')}, ${await measure(directory)}`;
    const damaged = history.damages.reduce((sum, one) => sum + one.damaged, 0);
    if (damaged === 0) return about.passed(size);
    return about.warned(
      `${size}; ${count(damaged, 'record', 'records')} damaged, and skipped by what reads it.`,
      "Check the disk; 'logto-hooks history export' saves what is whole, 'history clear' begins anew.",
    );
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return about.skipped('none yet');
    if (code === undefined) throw error;
    return about.failed(
      `${path.relative(cwd, directory)} cannot be used (${code}): the listener would answer 500.`,
      'Mend its permissions, or listen with --no-history.',
    );
  }
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

async function measure(directory: string): Promise<string> {
  const sizes = await Promise.all(
    listSegments(directory).map(async ({ file }) => (await stat(file)).size),
  );
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes < 1024 ** 2) return `${Math.ceil(bytes / 1024)} KB`;
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
