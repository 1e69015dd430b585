/** One segment of a path, decoded, and what the route says it is. */
export interface Segment {
  readonly text: string;
  /** A word of the route, the value of a parameter, or unknown where there is no route to tell. */
  readonly role: 'word' | 'parameter' | 'unknown';
}

/**
 * The path with its segments changed; those that stay the same keep their encoding.
 * @param route such as `/users/:userId`; one of another length says nothing
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
