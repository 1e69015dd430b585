import type { DeliverySummary } from '../../source.ts';

type Routed = Pick<DeliverySummary, 'path' | 'forward'>;

/** Returns the path of a delivery and where it was forwarded to, both without their queries. */
export function routesOf({ path, forward }: Routed): string[] {
  return [
    ...(path === null ? [] : [withoutQuery(path)]),
    ...(forward ? [`→ ${withoutQuery(shortenUrl(forward.url))}`] : []),
  ];
}

/** Returns a URL without `http://` and without the slash of an empty path. */
export function shortenUrl(url: string): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}

function withoutQuery(text: string): string {
  return text.replace(/\?.*/s, '');
}
