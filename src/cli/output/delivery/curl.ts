import type { TransportRequest } from '../../../core/http/transport/transport.ts';
import { isPrintableAscii, printfFormat, shellArgument } from '../text/shell.ts';

/** How curl sends a request. */
interface CurlRequest extends Pick<TransportRequest, 'url' | 'headers' | 'timeout'> {
  readonly body: Buffer;
}

/**
 * Returns a curl command that makes the same request when pasted into a POSIX shell: the same bytes, so that
 * the signature is valid, with the redirects and the timeout of Logto. It is printable ASCII, in lines of at
 * most a thousand characters.
 */
export function renderCurl(
  { request }: { readonly request: CurlRequest },
  { insecure }: { readonly insecure: boolean },
): string {
  const { url, headers, body, timeout } = request;
  const { before, data } = bodyArguments(body);
  const parts = [
    `${before}curl --silent --show-error --include --location --max-time ${timeout / 1000}`,
    ...(insecure ? ['--insecure'] : []),
    // Without this, curl expands brackets and braces to several URLs.
    ...(/[[\]{}]/.test(url.pathname + url.search) ? ['--globoff'] : []),
    ...headerArguments(headers),
    `--data-binary ${data}`,
    shellArgument(Buffer.from(url.href)),
  ];
  return parts.join(' \\\n  ');
}

function headerArguments(headers: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]];
    // curl drops a header with no value unless it ends in a semicolon.
    const header = value === '' ? `${name};` : `${name}: ${value}`;
    // Node.js has a character for each byte of a header.
    lines.push(`--header ${shellArgument(Buffer.from(header, 'latin1'))}`);
  }
  return lines;
}

/**
 * Longest argument of a program in bytes (Linux: 128 KB with the name); a shell's builtin printf has
 * no limit.
 */
const maxArgument = 100_000;

/** Pipes bytes that no argument can contain through printf and standard input. */
function bodyArguments(body: Buffer): { before: string; data: string } {
  if (!isPrintableAscii(body)) return { before: `printf ${printfFormat(body)} | `, data: '@-' };
  const fits = body.length <= maxArgument && body[0] !== 0x40; // '@' names a file.
  if (fits) return { before: '', data: shellArgument(body) };
  return { before: `printf '%s' ${shellArgument(body)} | `, data: '@-' };
}
