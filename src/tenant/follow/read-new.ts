import { maxPageSize, type Page } from '../api/management-api.ts';
import { PageCycle } from '../api/page-cycle.ts';
import type { LogEntry } from '../api/schemas.ts';
import type { SeenEntries } from './seen-entries.ts';

/** Reads one page of the log, from a moment on; patient with what fails for a while. */
export type ReadPage = (
  since: number,
  paging: { readonly page: number; readonly pageSize: number },
) => Promise<Page<LogEntry>>;

/** Entries that are read where there may be no news; a payload may be large, and is there twice. */
const peekSize = 10;

/**
 * Everything new in the log. Pages are read from the newest entry on until as many entries are known
 * as Logto counts, so that one small page is enough where nothing happened, and what became visible
 * late is found however deep it lies. Entries that are logged meanwhile move others to later pages:
 * those are found twice, and none is missed.
 * @param onRepeat told where a page brings nothing new and the rest is left unread
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
  // An older Logto gives 24 hours, whatever is asked for.
  if (items.length < size || !last || last.createdAt < window.since) return true;
  return total !== undefined && window.known >= total;
}
