import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { escapeText } from '../cli/output/text/escape.ts';
import type { Output, Terminal } from '../cli/terminal/index.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { fromStored } from '../core/history/delivery-mapping.ts';
import { type HistoryFilter, historyFilter } from '../core/history/filter.ts';
import type { History } from '../core/history/reader.ts';
import type { ListedDelivery } from '../core/history/record.ts';
import { removeFile } from '../core/history/retention.ts';
import { historyDirectory, listSegments } from '../core/history/segments/segment.ts';
import { renderListed } from './list-output.ts';
import { withHistory } from './open.ts';
import { renderStored, toStoredRecord } from './stored-output.ts';

export interface ListFlags extends HistoryFilter {
  readonly limit?: number | undefined;
  readonly json?: true | undefined;
}

/** Prints the deliveries that are wanted, a page at a time. */
export function listHistory(flags: ListFlags, terminal: Terminal): Promise<void> {
  const { out, err } = terminal;
  const wants = historyFilter(flags, new Date());
  return withHistory(terminal, async (history) => {
    if (isEmpty(history, err)) return;
    let listed = 0;
    for await (const lines of listPages(history, flags, wants, out)) {
      out.lines(lines);
      listed += lines.length;
      await out.drained();
    }
    if (listed === 0) err.line(`None of ${history.size} deliveries matches.`);
  });
}

/** Says so where there is nothing in the history, unless what is there cannot be read. */
function isEmpty(history: History, err: Output): boolean {
  if (history.size > 0) return false;
  if (history.problems.length === 0) err.line(emptyHistory);
  return true;
}

async function* listPages(
  history: History,
  { limit, json, events, failed, since }: ListFlags,
  wants: (delivery: ListedDelivery) => boolean,
  out: Output,
): AsyncGenerator<string[]> {
  const isAll = limit === undefined && !events && !failed && since === undefined;
  if (json && isAll) return yield* history.lines();
  const columns = out.isTTY ? out.columns : undefined;
  const render = (one: ListedDelivery) =>
    json ? JSON.stringify(one) : renderListed(one, columns, out.style);
  if (limit !== undefined) return yield (await history.listSummaries({ limit, wants })).map(render);
  for await (const page of history.pages()) yield page.filter(wants).map(render);
}

/** Prints everything about one delivery. */
export async function showDelivery(id: string, json: boolean, terminal: Terminal): Promise<void> {
  const { out } = terminal;
  const stored = await withHistory(terminal, (history) => history.read(id));
  const delivery = fromStored(stored);
  if (json) return out.line(JSON.stringify(toStoredRecord(stored, delivery)));
  out.lines(renderStored(stored, delivery, out.style));
}

/** Prints everything, or writes it to a file. */
export function exportHistory(file: string | undefined, terminal: Terminal): Promise<void> {
  const { out, err, cwd } = terminal;
  return withHistory(terminal, async (history) => {
    isEmpty(history, err);
    const descriptor = file === undefined ? undefined : openForWriting(path.resolve(cwd, file));
    try {
      for await (const stored of history.readAll()) {
        const line = JSON.stringify(toStoredRecord(stored, fromStored(stored)));
        if (descriptor !== undefined) writeFileSync(descriptor, `${escapeText(line)}\n`);
        else {
          out.line(line);
          await out.drained();
        }
      }
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  });
}

/** Removes all segments after a confirmation. */
export function clearHistory(yes: boolean, terminal: Terminal): Promise<void> {
  const { err, cwd } = terminal;
  return withHistory(terminal, async (history) => {
    const segments = listSegments(historyDirectory(cwd)).filter(({ notFile }) => notFile === null);
    if (segments.length === 0) {
      isEmpty(history, err);
      return;
    }
    const { size } = history;
    if (!yes && !terminal.interactive) {
      throw new UsageError(`This would remove ${countDeliveries(size)}.`, 'Confirm it with --yes.');
    }
    if (!yes && !(await terminal.confirm(`Remove ${countDeliveries(size)}?`)))
      return err.line('Nothing was removed.');
    for (const { file } of segments) {
      const reason = removeFile(file);
      if (reason === null) continue;
      err.line(err.style.red(`! Cannot remove ${file} (${reason}).`));
      terminal.exitCode = 1;
    }
    await history.refresh();
    err.line(`Removed ${countDeliveries(size - history.size)}.`);
  });
}

function countDeliveries(count: number): string {
  return `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
}

const emptyHistory = "The history is empty: 'logto-hooks listen' keeps what it receives.";

function openForWriting(file: string): number {
  try {
    return openSync(file, 'w', 0o600);
  } catch (error) {
    throw new UsageError(
      `${file} cannot be written (${systemCode(error) ?? String(error)}).`,
      'Use a file that you can write to.',
      { cause: error },
    );
  }
}
