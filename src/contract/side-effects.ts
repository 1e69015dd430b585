import { writeFileSync } from 'node:fs';
import type { Terminal } from '../cli/terminal/index.ts';
import { readStateFile, stateFile } from '../core/workspace/state-directory.ts';

const file = 'side-effects-noted';

/**
 * Notes once per project that a run reaches the receiver's providers; not in CI, where nobody would act
 * on it.
 */
export function noteSideEffects({ cwd, env, err }: Terminal): void {
  if (env.CI || wasNoted(cwd)) return;
  err.line(
    `${err.style.yellow('note:')} The receiver treats these events as real: it sends emails, chat messages and analytics calls. Use test accounts, or --start, which sets LOGTO_HOOKS_TEST=1. (Shown once.)`,
  );
}

/** Best effort: if the mark cannot be written, the note is repeated. */
function wasNoted(cwd: string): boolean {
  try {
    if (readStateFile(cwd, file) !== undefined) return true;
    writeFileSync(stateFile(cwd, file), '');
  } catch {}
  return false;
}
