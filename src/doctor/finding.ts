/** The result of one check. */
export interface Finding {
  /** Stable, for scripts: `node`, `signing-key`, `webhook:s0hov…`. */
  readonly id: string;
  /** The subject, in a word or two. */
  readonly subject: string;
  /** `warned`: works, but should be fixed; `failed`: broken; `skipped`: nothing was examined. */
  readonly status: 'passed' | 'warned' | 'failed' | 'skipped';
  /** One sentence, or less. */
  readonly message: string;
  /** How to fix it; empty if nothing needs fixing. */
  readonly remedy: string;
}

/** Returns constructors for the findings of one check. */
export function findingsOf(id: string, subject: string) {
  const find =
    (status: Finding['status']) =>
    (message: string, remedy = ''): Finding => ({ id, subject, status, message, remedy });
  return {
    passed: find('passed'),
    warned: find('warned'),
    failed: find('failed'),
    skipped: find('skipped'),
  };
}
