/** Header names and values alternating, in wire order, as node:http and undici use them. */
export type RawHeaders = readonly string[];

/** Returns the first value of a header, ignoring case; undefined if it is absent. */
export function headerValue(headers: RawHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let i = 0; i + 1 < headers.length; i += 2) {
    if (headers[i]?.toLowerCase() === wanted) return headers[i + 1];
  }
  return undefined;
}

/** Returns the headers without the named ones. @param names lowercase */
export function withoutHeaders(headers: RawHeaders, names: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i], headers[i + 1]];
    if (!names.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

/** Returns an object with lowercase names; values of a repeated header are joined with `, ` (RFC 9110, 5.3). */
export function headersToObject(headers: RawHeaders): Record<string, string> {
  const joined = new Map<string, string>();
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const [name = '', value = ''] = [headers[i]?.toLowerCase(), headers[i + 1]];
    const earlier = joined.get(name);
    joined.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return Object.fromEntries(joined);
}
