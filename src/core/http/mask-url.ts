/** Replaces secrets. URL parsing does not encode it. */
const mask = '***';

/**
 * Returns a URL that is safe to show and store: without user information and fragment, and with the names of
 * its query parameters but not their values (`http://localhost:3000/hook?key=***`).
 */
export function maskUrl(url: URL | string): string {
  const text = String(url);
  // `user:password@host` parses as a URL with the scheme `user` and no host.
  const { protocol, host, pathname, search } = new URL(URL.canParse(text) ? text : 'no:url');
  if (host === '') return maskMalformedUrl(text);
  return `${protocol}//${host}${pathname}${maskQuery(search)}`;
}

/** Returns the path and query of a request, safe to show: `/hook?key=***`. */
export function maskPath(path: string): string {
  return path.startsWith('/') ? maskAfterPath(path) : maskUrl(path);
}

/** Returns text from elsewhere, such as an error message, with its URLs masked. */
export function maskUrlsIn(text: string): string {
  return text.replace(/\bhttps?:\/\/[^\s"'<>`]+/gi, (url) => maskUrl(url));
}

/** Returns whether a URL has lost its query values to `maskUrl`, so that it cannot be requested. */
export function isMasked({ search }: URL): boolean {
  return search
    .slice(1)
    .split('&')
    .some((part) => part === mask || part.endsWith(`=${mask}`));
}

/**
 * Returns a malformed URL that an error may quote. It is unclear where its user information ends, so everything
 * up to the last `@` is masked.
 */
export function maskMalformedUrl(text: string): string {
  const [scheme = ''] = /^\s*[a-z][a-z\d+.-]*:\/\//i.exec(text) ?? [];
  const at = text.lastIndexOf('@');
  const shown = at < 0 ? text : `${scheme}${mask}@${text.slice(at + 1)}`;
  // In `http://user:password`, the password takes the place of the port.
  const port = /^(\s*(?:[a-z][a-z\d+.-]*:\/\/)?[^/?#:]*):(?!\d*(?:[/?#]|$))[^/?#]*/i;
  return maskAfterPath(shown.replace(port, `$1:${mask}`));
}

function maskAfterPath(text: string): string {
  const [, path = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(text) ?? [];
  return path + maskQuery(query);
}

/**
 * Masks a query. A parameter without a value may itself be a secret, and so may one that ends in `=` (Base64).
 */
function maskQuery(search: string): string {
  if (search === '') return '';
  const parts = search.slice(1).split('&').filter(Boolean);
  if (parts.length === 0) return '';
  return `?${parts.map((part) => (/^[^=]+=[^=]/.exec(part) ? `${part.split('=', 1)}=${mask}` : mask)).join('&')}`;
}
