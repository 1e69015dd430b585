/**
 * Wrong usage, configuration or input that the user can fix. Shown as one line, exit code 2. The message
 * describes the problem; `remedy`, if given, says how to fix it.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Ends the command with an exit code. Everything has been printed already. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** Returns the message of a thrown value. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns the code of a system error (`ENOENT`, `EADDRINUSE` …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Returns `nope.json does not exist.` or why else a file or directory cannot be read. */
export function describeReadError(name: string, error: unknown): string {
  const code = systemCode(error);
  if (code === 'ENOENT') return `${name} does not exist.`;
  if (code === 'EISDIR') return `${name} is a directory.`;
  if (code === 'ENOTDIR') return `${name} is not a directory.`;
  return `${name} cannot be read (${code ?? String(error)}).`;
}
