import type { Problem } from '../../../core/history/problems.ts';
import type { Output } from '../../terminal/index.ts';

/** Returns a function that prints the unreadable parts of a history, each line once. */
export function createProblemReporter(err: Output): (problems: readonly Problem[]) => void {
  const reported = new Set<string>();
  return (problems) => {
    for (const line of problems.flatMap(describeProblem)) {
      if (!reported.has(line)) err.line(err.style.yellow(`! ${line}`));
      reported.add(line);
    }
  };
}

function describeProblem({ file, damaged, isIncomplete, unreadable }: Problem): string[] {
  const lines: string[] = [];
  if (unreadable !== null) lines.push(`Cannot read ${file} (${unreadable}); skipped it.`);
  if (damaged > 0) {
    lines.push(`Skipped ${damaged} damaged ${damaged === 1 ? 'record' : 'records'} in ${file}.`);
  }
  if (isIncomplete) {
    lines.push(
      `Skipped an incomplete record at the end of ${file}: its writer was stopped or is still writing.`,
    );
  }
  return lines;
}
