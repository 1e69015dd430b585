import { plainText } from './plain-text.ts';

const maxLines = 12;
const maxColumns = 200;

/** The beginning of a body that somebody sent us, safe for a terminal; bytes that are no text are counted. */
export function previewBody(body: Buffer): string[] {
  if (body.length === 0) return [];
  const text = body.subarray(0, maxLines * maxColumns * 4).toString();
  if (text.includes('\0')) return [`(${body.length} bytes that are not text)`];
  const lines = text.trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, maxLines).map((line) => plainText(line, maxColumns));
  return lines.length > maxLines ? [...shown, `… ${body.length} bytes in all`] : shown;
}
