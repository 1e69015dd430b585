import { UsageError } from '../errors.ts';
import { maskMalformedUrl, maskUrl } from './mask-url.ts';

/** How to authenticate without user information in the URL. */
const sendHeader = `Send a header instead: -H "authorization: Basic $(printf %s 'user:password' | base64)".`;

/** `C:\\body.json`, which would be a URL with the host `c`. */
const windowsPath = /^[a-z]:(?:[\\/]|$)|^\\/i;

/**
 * Parses a URL as people type it: `3000`, `:3000/path`, `localhost:3000/hook`, `https://…`.
 * Short forms mean `localhost`, which finds servers on IPv4 and on IPv6.
 * @param instead how to authenticate if the URL has a user name or password, which fetch and so Logto
 * refuse (WHATWG Fetch, Request constructor)
 * @throws UsageError for anything that is not an http(s) URL; its message has no secret of the URL
 */
export function parseEndpoint(text: string, instead = sendHeader): URL {
  const trimmed = text.trim();
  requirePort(trimmed);
  const expanded = /^:?\d+(?=[/?#]|$)/.test(trimmed)
    ? `http://localhost:${trimmed.replace(/^:/, '')}`
    : /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed)
      ? trimmed
      : `http://${trimmed}`;
  const url = URL.canParse(expanded) ? new URL(expanded) : undefined;
  if (!url || !trimmed || /\s/.test(trimmed) || windowsPath.test(trimmed)) {
    throw new UsageError(
      `'${maskMalformedUrl(text)}' is not a valid URL.`,
      'Write it like 3000, localhost:3000/hook or https://example.com/hook.',
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(
      `'${maskMalformedUrl(text)}' starts with ${url.protocol.slice(0, -1)}.`,
      'Use http or https.',
    );
  }
  refuseUserInformation(url, instead);
  return url;
}

/** Rejects a number alone that is not a port. */
function requirePort(text: string): void {
  const [, port] = /^:?(\d+)(?=[/?#]|$)/.exec(text) ?? [];
  if (port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)) return;
  throw new UsageError(`'${port}' is not a port (1 to 65535).`);
}

/** Rejects user information. @throws UsageError if the URL has a user name or password */
export function refuseUserInformation(url: URL, instead = sendHeader): void {
  if (url.username === '' && url.password === '') return;
  throw new UsageError(`The URL '${maskUrl(url)}' has a user name or password in it.`, instead);
}
