import type { TransportRequest } from '../../../core/http/transport.ts';
import { isPrintableAscii, printfFormat, shellArgument } from '../text/shell.ts';

/** What curl is told of a request. */
interface CurlRequest extends Pick<TransportRequest, 'url' | 'headers' | 'timeout'> {
  readonly body: Buffer;
}

/**
 * A curl command that makes the same request when pasted into a POSIX shell: the same bytes, so
 * the signature holds; redirects and the time limit as Logto has them. It is printable ASCII, on lines
 * of at most a thousand characters.
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
    // Unless told not to, curl takes these for several URLs.
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

/** A program's argument may be so long (Linux: 128 KB, its name and end included); a shell's own printf has no limit. */
const maxArgument = 100_000;

/** Bytes that an argument cannot hold, or a shell cannot be given, go through printf and standard input. */
function bodyArguments(body: Buffer): { before: string; data: string } {
  if (!isPrintableAscii(body)) return { before: `printf ${printfFormat(body)} | `, data: '@-' };
  const fits = body.length <= maxArgument && body[0] !== 0x40; // '@' names a file.
  if (fits) return { before: '', data: shellArgument(body) };
  return { before: `printf '%s' ${shellArgument(body)} | `, data: '@-' };
}
