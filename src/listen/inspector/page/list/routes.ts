import type { DeliverySummary } from '../../source.ts';

type Routed = Pick<DeliverySummary, 'path' | 'forward'>;

/** Returns the path of a delivery and where it was forwarded to, both without their queries. */
export function routesOf({ path, forward }: Routed): string[] {
  return [...(path === null ? [] : [fromPath(path)]), ...(forward ? [toUrl(forward.url)] : [])];
}

/** Returns the routes of all deliveries. Most are the same, so each is rendered once. */
export function distinctRoutes(deliveries: readonly Routed[]): string[] {
  const [paths, urls] = [new Set<string>(), new Set<string>()];
  for (const { path, forward } of deliveries) {
    if (path !== null) paths.add(path);
    if (forward) urls.add(forward.url);
  }
  return [...new Set([...Array.from(paths, fromPath), ...Array.from(urls, toUrl)])];
}

function fromPath(path: string): string {
  return path.replace(/\?.*/s, '');
}

function toUrl(url: string): string {
  return `→ ${fromPath(shortenUrl(url))}`;
}

/** Returns a URL without `http://` and without the slash of an empty path. */
export function shortenUrl(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
