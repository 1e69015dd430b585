import { UsageError } from '../../core/errors.ts';
import { type CustomHeaders, logtoUserAgent } from '../../core/logto/request-headers.ts';
import { signatureHeader } from '../../core/logto/signature.ts';

/** Headers with which Logto's HTTP client (undici) refuses to send anything. */
const impossible = new Set([
  ...['content-length', 'transfer-encoding', 'keep-alive', 'upgrade', 'expect'],
]);

/** Headers that Logto's HTTP client sets, whatever a webhook says. */
const ignored = new Set(['host', 'connection', 'sec-fetch-mode']);

/** Headers that Logto sends unless a webhook sets them. */
const replaced = new Set(['accept', 'accept-language', 'accept-encoding']);

/**
 * Returns a warning for each custom header that does not do what it seems to.
 * @throws UsageError for a header with which no delivery can succeed
 */
export function checkCustomHeaders(headers: CustomHeaders): string[] {
  return headers.flatMap(([name]) => {
    const problem = explainFatalHeader(name);
    if (problem !== undefined) throw new UsageError(problem, 'Remove or rename it.');
    return explainHeader(name) ?? [];
  });
}

/** Returns why no delivery with this custom header can succeed; undefined if it can. */
export function explainFatalHeader(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === signatureHeader) {
    return `With a custom header '${name}', every delivery fails: Logto merges it with its signature.`;
  }
  if (!impossible.has(lower)) return undefined;
  return `With a custom header '${name}', every delivery fails: Logto's HTTP client rejects it.`;
}

function explainHeader(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (lower === 'user-agent') {
    return name === lower
      ? `'${name}' replaces Logto's own: ${logtoUserAgent}.`
      : `Logto merges '${name}' with its own: receivers get '${logtoUserAgent}, …'. Write it in lowercase to replace it.`;
  }
  if (lower === 'content-type') {
    return `'${name}' replaces application/json: a receiver may not parse the body.`;
  }
  if (ignored.has(lower)) return `Logto ignores '${name}': its HTTP client sets it.`;
  return replaced.has(lower) ? `'${name}' replaces the value that Logto sends.` : undefined;
}
