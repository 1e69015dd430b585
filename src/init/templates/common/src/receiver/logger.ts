/** Logged beside a message. Never names, addresses or other personal data. */
export type Fields = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly string[]>
>;

export interface Logger {
  info(message: string, fields?: Fields): void;
  /** @param error what was thrown; logged without what looks personal */
  warn(message: string, fields?: Fields, error?: unknown): void;
  /** @param error as for `warn` */
  error(message: string, fields?: Fields, error?: unknown): void;
}

/** Creates a logger that writes one JSON line per entry to standard output. */
export function createLogger(write: (line: string) => void = console.log): Logger {
  const log = (level: string) => (message: string, fields?: Fields, error?: unknown) =>
    write(
      JSON.stringify({
        ...{ time: new Date().toISOString(), level, message, ...fields },
        ...(error === undefined ? {} : describe(error)),
      }),
    );
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: safeMessage(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    error: `${error.name}: ${safeMessage(error)}`,
    code,
    stack: frames.slice(0, 10).map((frame) => frame.trim()),
  };
}

/**
 * Returns an error's message without personal data: mail servers repeat addresses ("550
 * <ada@example.com> unknown"), and failed queries list their parameters.
 */
export function safeMessage(error: unknown): string {
  if (error instanceof Error && 'query' in error && 'params' in error) {
    return error.cause === undefined ? 'query failed' : `query failed: ${safeMessage(error.cause)}`;
  }
  return (error instanceof Error ? error.message : String(error))
    .replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[email]')
    .replaceAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g, '[ip]')
    .replaceAll(/[\da-f]*:[\da-f:]*[\da-f]/gi, (text) => (isIpv6(text) ? '[ip]' : text))
    .replaceAll(/\+?\d(?:[\s().-]?\d){7,}/g, '[number]');
}

function isIpv6(text: string): boolean {
  return URL.canParse(`http://[${text}]`);
}
