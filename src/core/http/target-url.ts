/** A URL to request for a delivery. */
export interface TargetUrl {
  readonly url: URL;
  /** True if the target's own path replaced a path with a query, which is not sent. */
  readonly isQueryLost: boolean;
}

/**
 * Returns the URL for a delivery: a target without a path keeps the incoming path and query; a target with
 * a path replaces them.
 * @param path path and query of the request; null if it did not arrive over HTTP
 */
export function targetUrlFor(target: URL, path: string | null): TargetUrl {
  if (path === null || path === '/') return { url: target, isQueryLost: false };
  const incoming = splitPath(path);
  if (hasPath(target)) return { url: target, isQueryLost: incoming.search !== '' };
  // Set on a copy: resolving `//host/…` against the target would go to another host.
  const url = new URL(target);
  url.pathname = incoming.pathname;
  url.search = incoming.search;
  return { url, isQueryLost: false };
}

function hasPath({ pathname, search }: URL): boolean {
  return pathname !== '/' || search !== '';
}

/** Splits a request's path, which is a whole URL if a proxy sent it. */
function splitPath(path: string): { pathname: string; search: string } {
  if (!path.startsWith('/') && URL.canParse(path)) return new URL(path);
  const [, pathname = '', search = ''] = /^([^?#]*)(\?[^#]*)?/.exec(path) ?? [];
  return { pathname, search };
}
