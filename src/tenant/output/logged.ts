import { summarize } from '../../cli/output/delivery/summary.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import { formatDate } from '../../cli/output/text/time.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { LogEntry, Webhook } from '../api/schemas.ts';
import { outcomeOfEntry } from '../log/outcome.ts';
import { eventOfKey } from '../webhook/health.ts';

/**
 * Renders a logged delivery: `✗ 500 2026-08-05 10:15:30 xq76… User.Created  Ada Lovelace …`, and below it
 * the reason of a failure.
 * @param columns undefined if the output is not a terminal: nothing is cut
 */
export function renderLogged(
  entry: LogEntry,
  { config }: Webhook,
  columns: number | undefined,
  style: Style,
): string[] {
  const { ok, code, words } = outcomeOfEntry(entry, config.url);
  const event = eventOfKey(entry.key);
  const facts = `${formatDate(new Date(entry.createdAt))} ${plainText(entry.id)}`;
  const shownEvent = plainText(event, 60);
  const taken = `✓ ${code} ${facts} ${shownEvent}  `.length;
  const room = columns === undefined ? undefined : Math.max(1, columns - taken);
  const sentence = plainText(summarize(event, entry.payload.hookRequest?.body), room);
  const paint = ok ? style.green : style.red;
  const mark = paint(`${ok ? '✓' : '✗'} ${code}`);
  const line = `${mark} ${style.dim(facts)} ${style.bold(shownEvent)}  ${sentence}`;
  if (ok) return [line];
  return [line, `  ${style.red(plainText(words, columns && columns - 2))}`];
}

/** Returns the `--json` record. */
export function toLoggedRecord(entry: LogEntry, { id, config }: Webhook) {
  const { ok, status, code, words } = outcomeOfEntry(entry, config.url);
  const { response, hookRequest } = entry.payload;
  return {
    type: 'delivery',
    id: entry.id,
    at: new Date(entry.createdAt).toISOString(),
    event: eventOfKey(entry.key),
    hookId: id,
    ok,
    status,
    error: ok ? null : { code, message: words },
    response: response
      ? { status: response.statusCode ?? null, body: response.body ?? null }
      : null,
    payload: hookRequest?.body ?? null,
  };
}
