import { attempt } from '../notices.tsx';
import { fetchDeliveries } from '../state/api.ts';
import { foundByText } from '../state/store.ts';

/** Milliseconds without another letter before the listener is asked. */
const pause = 150;
/** Rows to a request. */
const atOnce = 1_000;

let text = '';
let timer: number | undefined;
/** Whether the text was looked for in all that the listener has. */
let isSearched = false;

/** Finds the deliveries whose body has the text; the listener has the bodies. */
export function searchBodies(wanted: string): void {
  clearTimeout(timer);
  timer = undefined;
  text = wanted;
  foundByText.value = new Set();
  isSearched = false;
  searchAgain();
}

/** The same once more, for there are new deliveries. */
export function searchAgain(): void {
  if (text === '' || timer !== undefined) return;
  timer = setTimeout(() => {
    timer = undefined;
    void attempt(search);
  }, pause);
}

async function search(): Promise<void> {
  const asked = text;
  // What is not new has been searched, and may be long.
  const where = isSearched ? { recent: '' } : {};
  for (let before: string | undefined, isLast = false; !isLast; ) {
    const query = { text: asked, limit: String(atOnce), ...where };
    const found = await fetchDeliveries(before === undefined ? query : { ...query, before });
    if (asked !== text) return;
    foundByText.value = new Set([...foundByText.value, ...found.map(({ id }) => id)]);
    before = found.at(-1)?.id;
    isLast = found.length < atOnce;
  }
  isSearched = true;
}
