/** What is logged beside a message: never names, addresses or other personal data. */
export type Fields = Readonly<
  Record<string, string | number | boolean | null | undefined | readonly string[]>
>;

export interface Logger {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  /** @param error what was thrown; its text is logged without what looks like an address */
  error(message: string, error: unknown, fields?: Fields): void;
}

/** A logger of JSON lines, one per entry, on standard output. */
export function createLogger(write: (line: string) => void = console.log): Logger {
  const log = (level: string, message: string, fields: Fields) =>
    write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
  return {
    info: (message, fields = {}) => log('info', message, fields),
    warn: (message, fields = {}) => log('warn', message, fields),
    error: (message, error, fields = {}) =>
      log('error', message, { ...fields, ...describe(error) }),
  };
}

/** Servers repeat addresses in their errors ("550 <ada@example.com> unknown"), and logs must not. */
function describe(error: unknown): Fields {
  if (!(error instanceof Error)) return { error: mask(String(error)) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return {
    error: `${error.name}: ${mask(error.message)}`,
    code,
    stack: frames.slice(0, 10).map((frame) => frame.trim()),
  };
}

function mask(text: string): string {
  return text
    .replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '[email]')
    .replaceAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g, '[ip]')
    .replaceAll(/\+?\d(?:[\s().-]?\d){7,}/g, '[number]');
}
