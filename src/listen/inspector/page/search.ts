import { fetchDeliveries } from './api.ts';
import { attempt } from './notices.tsx';
import { foundByText } from './store.ts';

/** Milliseconds without another letter before the listener is asked. */
const pause = 150;

let text = '';
let timer: number | undefined;

/** Finds the deliveries whose body has the text; the listener has the bodies. */
export function searchBodies(wanted: string): void {
  clearTimeout(timer);
  timer = undefined;
  text = wanted;
  foundByText.value = new Set();
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
  const found = await fetchDeliveries({ text: asked });
  if (asked === text) foundByText.value = new Set(found.map(({ id }) => id));
}
