import { UsageError } from '../errors.ts';

/**
 * Reads a URL as people type it: `3000`, `:3000/path`, `localhost:3000/hook`, `https://…`.
 * Short forms mean `localhost`, so that servers on IPv4 and on IPv6 are both found.
 * @throws UsageError for anything that is no http(s) URL
 */
export function parseEndpoint(text: string): URL {
  const trimmed = text.trim();
  const expanded = /^:?\d+(?=[/?#]|$)/.test(trimmed)
    ? `http://localhost:${trimmed.replace(/^:/, '')}`
    : /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed)
      ? trimmed
      : `http://${trimmed}`;
  const url = URL.canParse(expanded) ? new URL(expanded) : undefined;
  if (!url || !trimmed || /\s/.test(trimmed)) {
    throw new UsageError(
      `'${text}' is no URL.`,
      'Write it like 3000, localhost:3000/hook or https://example.com/hook.',
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UsageError(
      `'${text}' is ${url.protocol.slice(0, -1)}.`,
      'Webhooks go to http or https.',
    );
  }
  return url;
}
