import { maxPageSize, type Page } from '../api/management-api.ts';
import { PageCycle } from '../api/page-cycle.ts';
import type { LogEntry } from '../api/schemas.ts';
import type { SeenEntries } from './seen-entries.ts';

/** Reads one page of the log from a time on, with retries. */
export type ReadPage = (
  since: number,
  paging: { readonly page: number; readonly pageSize: number },
) => Promise<Page<LogEntry>>;

/** The page size if there may be nothing new; a payload can be large, and an entry may contain it twice. */
const peekSize = 10;

/**
 * Returns all new entries of the log. Pages are read from the newest entry on until as many entries are
 * known as Logto counts: one small page is enough if nothing happened, and late entries are found however
 * old they are. New entries move others to later pages, so some are read twice and none is missed.
 * @param onRepeat called if a page contains nothing new, and the rest is not read
 * @throws what `readPage` throws
 */
export async function readNew(
  window: SeenEntries,
  readPage: ReadPage,
  onRepeat: () => void,
): Promise<LogEntry[]> {
  const { since } = window;
  const peek = await readPage(since, { page: 1, pageSize: peekSize });
  window.add(peek);
  if (!isAllKnown(window, peek, peekSize)) {
    const cycle = new PageCycle();
    for (let page = 1; ; page++) {
      const read = await readPage(since, { page, pageSize: maxPageSize });
      if (cycle.isRepeat(read.items)) {
        onRepeat();
        break;
      }
      window.add(read);
      const isRead = read.total !== undefined && page * maxPageSize >= read.total;
      if (isRead || isAllKnown(window, read, maxPageSize)) break;
    }
  }
  return window.complete(peek.serverTime);
}

function isAllKnown(window: SeenEntries, { items, total }: Page<LogEntry>, size: number): boolean {
  const last = items.at(-1);
  // An older Logto always returns 24 hours.
  if (items.length < size || !last || last.createdAt < window.since) return true;
  return total !== undefined && window.known >= total;
}
