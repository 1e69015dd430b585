import type { TransportRequest } from '../../core/http/transport.ts';

/** What curl is told of a request. */
interface CurlRequest extends Pick<TransportRequest, 'url' | 'headers' | 'timeout'> {
  readonly body: Buffer;
}

/**
 * A curl command that makes the same request when pasted into a POSIX shell: the same bytes, so
 * the signature holds; redirects and the time limit as Logto has them.
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
    ...headerArguments(headers),
    `--data-binary ${data}`,
    quote(url.href),
  ];
  return parts.join(' \\\n  ');
}

function headerArguments(headers: readonly string[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]];
    // curl drops a header with no value unless it ends in a semicolon.
    lines.push(`--header ${quote(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  return lines;
}

/** A program's argument may be so long (Linux: 128 KB, its name and end included); a shell's own printf has no limit. */
const maxArgument = 100_000;

/** Bytes that an argument cannot hold go through printf and standard input. */
function bodyArguments(body: Buffer): { before: string; data: string } {
  const text = body.toString();
  if (Buffer.from(text).equals(body) && !text.includes('\0')) {
    const fits = body.length <= maxArgument && !text.startsWith('@');
    if (fits) return { before: '', data: quote(text) };
    return { before: `printf '%s' ${quote(text)} | `, data: '@-' };
  }
  const octal = [...body].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  return { before: `printf '${octal}' | `, data: '@-' };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
