import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { escapeText } from '../cli/output/text/escape.ts';
import { foldLine } from '../cli/output/text/wrap.ts';
import type { Output, Terminal } from '../cli/terminal/index.ts';
import { systemCode, UsageError } from '../core/errors.ts';
import { fromStored } from '../core/history/delivery-mapping.ts';
import { type HistoryFilter, historyFilter } from '../core/history/filter.ts';
import type { History } from '../core/history/reader.ts';
import type { ListedDelivery } from '../core/history/record.ts';
import { removeFile } from '../core/history/retention.ts';
import { historyDirectory, listSegments } from '../core/history/segments/segment.ts';
import { createTable } from './list-output.ts';
import { withHistory } from './open.ts';
import { renderStored, toStoredRecord } from './stored-output.ts';

export interface ListFlags extends HistoryFilter {
  readonly limit?: number | undefined;
  readonly json?: true | undefined;
  /** Only deliveries with this text in their body. */
  readonly text?: string | undefined;
}

/** Prints the selected deliveries, a page at a time. */
export function listHistory(flags: ListFlags, terminal: Terminal): Promise<void> {
  const { out, err } = terminal;
  const render = flags.json ? (one: ListedDelivery[]) => one.map(toLine) : createTable(out);
  return withHistory(terminal, async (history) => {
    if (isEmpty(history, err)) return;
    let listed = 0;
    for await (const page of listPages(history, flags)) {
      out.lines(render(page));
      listed += page.length;
      await out.drained();
    }
    if (listed === 0) err.line(`None of ${countDeliveries(history.size)} matches.`);
  });
}

function toLine(delivery: ListedDelivery): string {
  return JSON.stringify(delivery);
}

/** Prints a hint if the history is empty, unless it cannot be read. */
function isEmpty(history: History, err: Output): boolean {
  if (history.size > 0) return false;
  if (history.problems.length === 0) err.line(emptyHistory);
  return true;
}

async function* listPages(
  history: History,
  { limit, json, text, ...filter }: ListFlags,
): AsyncGenerator<ListedDelivery[]> {
  const wants = historyFilter(filter, new Date());
  if (limit !== undefined) return yield await history.listSummaries({ limit, wants, text });
  for await (const page of history.pages(text)) yield page.filter(wants);
}

/** Prints everything about one delivery. */
export async function showDelivery(id: string, json: boolean, terminal: Terminal): Promise<void> {
  const { out } = terminal;
  const stored = await withHistory(terminal, (history) => history.read(id));
  const delivery = fromStored(stored);
  if (json) return out.line(JSON.stringify(toStoredRecord(stored, delivery)));
  const columns = out.isTTY ? out.columns : undefined;
  out.lines(renderStored(stored, delivery, out.style).flatMap((line) => foldLine(line, columns)));
}

/** Prints all deliveries with everything about them, or writes them to a file. */
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

/** Deletes all segments after a confirmation. */
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
      throw new UsageError(`This would delete ${countDeliveries(size)}.`, 'Confirm with --yes.');
    }
    if (!yes && !(await terminal.confirm(`Delete ${countDeliveries(size)}?`)))
      return err.line('Nothing was deleted.');
    for (const { file } of segments) {
      const reason = removeFile(file);
      if (reason === null) continue;
      err.line(err.style.red(`! Cannot delete ${file} (${reason}).`));
      terminal.exitCode = 1;
    }
    await history.refresh();
    err.line(`Deleted ${countDeliveries(size - history.size)}.`);
  });
}

function countDeliveries(count: number): string {
  return `${count} ${count === 1 ? 'delivery' : 'deliveries'}`;
}

const emptyHistory =
  "The history is empty. 'logto-hooks listen' stores the deliveries that it receives.";

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
