/** What one check found. */
export interface Finding {
  /** Stable, for scripts: `node`, `signing-key`, `webhook:s0hov…`. */
  readonly id: string;
  /** What was looked at, in a word or two. */
  readonly subject: string;
  /** `warned`: works, but is better mended; `failed`: wrong; `skipped`: there is nothing to look at. */
  readonly status: 'passed' | 'warned' | 'failed' | 'skipped';
  /** What is there; one sentence, or less. */
  readonly says: string;
  /** What to do; empty where nothing needs to be done. */
  readonly remedy: string;
}

/** Names a check once; its findings then say the rest. */
export function findingsOf(id: string, subject: string) {
  const find =
    (status: Finding['status']) =>
    (says: string, remedy = ''): Finding => ({ id, subject, status, says, remedy });
  return {
    passed: find('passed'),
    warned: find('warned'),
    failed: find('failed'),
    skipped: find('skipped'),
  };
}
