/** One decoded segment of a path, and its kind by the route. */
export interface Segment {
  readonly text: string;
  /** A word of the route, the value of a parameter, or unknown without a route. */
  readonly role: 'word' | 'parameter' | 'unknown';
}

/**
 * Returns the path with its segments changed; unchanged ones keep their encoding.
 * @param route such as `/users/:userId`; one of another length is ignored
 */
export function mapSegments(
  path: string,
  route: string,
  change: (segment: Segment) => string,
): string {
  const segments = path.split('/');
  const names = route.split('/');
  const isTold = names.length === segments.length;
  return segments
    .map((encoded, index) => {
      const isParameter = names[index]?.startsWith(':');
      const role = isTold ? (isParameter ? 'parameter' : 'word') : 'unknown';
      const text = decode(encoded);
      const changed = text === '' ? text : change({ text, role });
      return changed === text ? encoded : encodeURIComponent(changed);
    })
    .join('/');
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
