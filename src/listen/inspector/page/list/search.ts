import { attempt } from '../notices.tsx';
import { fetchIds } from '../state/api.ts';
import { foundByText, isSearching } from '../state/store.ts';

/** Milliseconds without typing before bodies are searched. */
const pauseMs = 20;
/** Rows per request. */
const pageSize = 1_000;

let text = '';
let timer: number | undefined;
/** Whether the text was searched in everything that the listener has. */
let isSearched = false;

/** Finds the deliveries whose body contains the text; the listener has the bodies. */
export function searchBodies(wanted: string): void {
  clearTimeout(timer);
  timer = undefined;
  text = wanted;
  foundByText.value = new Set();
  isSearched = false;
  isSearching.value = wanted !== '';
  searchAgain();
}

/** Repeats the search, because there are new deliveries. */
export function searchAgain(): void {
  if (text === '' || timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    void attempt(search);
  }, pauseMs);
}

async function search(): Promise<void> {
  const wanted = text;
  try {
    await findBodies(wanted);
  } finally {
    if (wanted === text) isSearching.value = false;
  }
}

async function findBodies(wanted: string): Promise<void> {
  // Older deliveries have been searched, and there may be many.
  const scope = isSearched ? { recent: '' } : {};
  for (let before: string | undefined, isLast = false; !isLast; ) {
    const query = { text: wanted, limit: String(pageSize), ...scope };
    const found = await fetchIds(before === undefined ? query : { ...query, before });
    if (wanted !== text) return;
    foundByText.value = new Set([...foundByText.value, ...found]);
    before = found.at(-1);
    isLast = found.length < pageSize;
  }
  isSearched = true;
}
