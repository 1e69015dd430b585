import { maxLaidOut } from '../../../core/json/tokens.ts';
import type { Style } from '../../terminal/index.ts';
import { formatJson } from '../text/json.ts';
import { plainText } from '../text/plain-text.ts';
import { htmlText } from './html-text.ts';

const maxLines = 12;
const maxColumns = 200;
/** Bytes of an HTML page that are read: an error page's text is short and near the beginning. */
const maxPage = 64 * 1024;
/** Lines of an HTML page's text. */
const maxPageLines = 3;

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

/** Returns the beginning of the body of an app's response, as `previewBody` does; of an HTML page, its text. */
export function previewResponse(body: Buffer): string[] {
  const lines = htmlText(body.subarray(0, maxPage).toString());
  if (lines === undefined) return previewBody(body);
  if (lines.length === 0) return [`(an HTML page of ${body.length} bytes without text)`];
  return lines.slice(0, maxPageLines).map((line) => plainText(line, maxColumns));
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
