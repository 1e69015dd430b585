import { writeFileSync } from 'node:fs';
import type { Terminal } from '../cli/terminal/index.ts';
import { readStateFile, stateFile } from '../core/workspace/state-directory.ts';

const file = 'side-effects-noted';

/**
 * Prints once per project that the receiver handles the events as real ones; not in CI, where nobody reads it.
 */
export function noteSideEffects({ cwd, env, err }: Terminal): void {
  if (env.CI || wasNoted(cwd)) return;
  err.line(
    `${err.style.yellow('note:')} The receiver treats these events as real: it sends emails, chat messages and analytics calls. Use test accounts, or --start, which sets LOGTO_HOOKS_TEST=1. (Shown once.)`,
  );
}

/** Returns whether the note was printed before, and marks it; it is repeated if that fails. */
function wasNoted(cwd: string): boolean {
  try {
    if (readStateFile(cwd, file) !== undefined) return true;
    writeFileSync(stateFile(cwd, file), '');
  } catch {}
  return false;
}
