import { maxLaidOut } from '../../../core/json/tokens.ts';
import type { Style } from '../../terminal/index.ts';
import { formatJson } from '../text/json.ts';
import { plainText } from '../text/plain-text.ts';

const maxLines = 12;
const maxColumns = 200;

/**
 * Returns the beginning of an untrusted body, safe for a terminal; for bytes that are not text, their
 * number.
 */
export function previewBody(body: Buffer): string[] {
  if (body.length === 0) return [];
  const text = body.subarray(0, maxLines * maxColumns * 4).toString();
  if (text.includes('\0')) return [`(${body.length} bytes that are not text)`];
  const lines = text.trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, maxLines).map((line) => plainText(line, maxColumns));
  return lines.length > maxLines ? [...shown, `… ${body.length} bytes in all`] : shown;
}

/** Returns a body as lines: JSON laid out and colored, anything else or larger as a preview. */
export function renderBody(body: Buffer, isJson: boolean, style: Style): string[] {
  if (!isJson) return previewBody(body);
  if (body.length <= maxLaidOut) return formatJson(body.toString(), style).split('\n');
  return [
    ...previewBody(body),
    style.dim(`… ${body.length} bytes in all; 'history show <id> --json' prints them`),
  ];
}
