import * as z from 'zod';
import { maskMalformedUrl, maskUrlsIn } from '../../core/http/mask-url.ts';
import type { LogEntry } from '../api/schemas.ts';

/** The outcome of a delivery. */
export interface LogOutcome {
  readonly ok: boolean;
  /** The endpoint's status; null if it did not respond. */
  readonly status: number | null;
  /** Stable: the status, `TIMEOUT`, the system's code (`ECONNREFUSED`), or `ERROR`. */
  readonly code: string;
  /** Why it failed, in a few words; empty if it succeeded. */
  readonly words: string;
}

/** The JSON that Logto logs after the name of an exception. */
const loggedError = z.looseObject({
  message: z.string().catch(''),
  cause: z
    .looseObject({
      message: z.string().catch(''),
      code: z.string().optional(),
      hostname: z.string().optional(),
    })
    .optional()
    .catch(undefined),
});

/** The most characters of a response to quote. */
const quoted = 120;

/**
 * Returns the outcome of a log entry.
 * @param url the webhook's, which the entry does not contain
 */
export function outcomeOfEntry({ payload }: LogEntry, url: string): LogOutcome {
  const { result, response, error } = payload;
  const status = response?.statusCode ?? null;
  const ok = result === 'Success';
  if (ok) return { ok, status, code: String(status ?? 200), words: '' };
  if (status !== null) {
    const words = `returned ${status}${quoteBody(response?.body)}`;
    return { ok, status, code: String(status), words };
  }
  const text = typeof error === 'string' ? error : JSON.stringify(error ?? 'no reason logged');
  return { ok, status, ...explain(text, hostOf(url)) };
}

/** Quotes a response body, which Logto logs as JSON or text. */
function quoteBody(body: unknown): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '' || line === '""') return '';
  return `: ${line.length > quoted ? `${line.slice(0, quoted - 1)}…` : line}`;
}

function explain(text: string, host: string): Pick<LogOutcome, 'code' | 'words'> {
  if (/timed? ?out|TimeoutError/i.test(text) && !text.includes('ETIMEDOUT')) {
    return { code: 'TIMEOUT', words: 'timed out after 10 s' };
  }
  const { message, cause } = readError(text);
  const code = cause?.code ?? /\b(?:E[A-Z]{4,}|UND_ERR_[A-Z_]+)\b/.exec(text)?.[0] ?? 'ERROR';
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { code, words: `name not found: ${cause?.hostname ?? host}` };
    case 'ECONNREFUSED':
      return { code, words: `refused: nothing listened at ${host}` };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return { code, words: `${host} closed the connection without a response` };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { code, words: `${host} could not be reached` };
    case 'EPROTO':
      return { code, words: `${host} did not speak TLS` };
  }
  if (/^(?:DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|ERR_TLS_CERT)/.test(code)) {
    return { code, words: `${host} has a certificate that is not trusted (${code})` };
  }
  if (cause?.message === 'bad port') {
    return { code: 'BAD_PORT', words: `${host} has a port that HTTP clients block` };
  }
  const words = [message, cause?.message].filter(Boolean).join(': ');
  return { code, words: maskUrlsIn(words).slice(0, quoted) };
}

function readError(text: string): z.infer<typeof loggedError> {
  const [, json = ''] = /^\w*: (\{.*\})$/s.exec(text) ?? [];
  try {
    return loggedError.parse(JSON.parse(json));
  } catch {
    return { message: text };
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : maskMalformedUrl(url);
}
