import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/helpers/browser.ts';
import { load } from '../measure/load.ts';
import { bin, startServer } from '../measure/process.ts';
import { type Row, rowOf } from '../measure/row.ts';
import { spreadOf } from '../measure/statistics.ts';

const deliveries = 5_000;
/** Milliseconds. */
const bounds = { firstRow: 500, search: 100 } as const;

/** Measures the inspector's page in Chromium against fixed bounds, with 5,000 deliveries. */
export async function measureInspector(rounds: number): Promise<Row[]> {
  const args = ['--json', '--port', '0', '--inspect', '0'];
  const server = await startServer([bin, 'listen', ...args]);
  const { inspector } = JSON.parse(server.greeting.split('\n')[0] ?? '');
  await load({
    url: server.url,
    connections: 1,
    amount: 1,
    body: '{"event":"PostSignIn","x":"needle"}',
  });
  await load({ url: server.url, connections: 20, amount: deliveries - 1 });
  const { browser, close } = await launchBrowser();
  const results: Awaited<ReturnType<typeof measurePage>>[] = [];
  for (let round = 0; round < rounds; round++) results.push(await measurePage(browser, inspector));
  await close();
  await server.stop();
  const row = (what: string, bound: number, times: readonly number[], more = '') => {
    const pairs = times.map((time) => [bound, time] as const);
    const facts = `${spreadOf(times).median.toFixed(0)} ms${more}`;
    return rowOf(
      { part: 'Inspector', what, baseline: `${bound} ms`, facts, goal: { atMost: 1 } },
      pairs,
    );
  };
  const heap = Math.max(...results.map(({ heapMb }) => heapMb)).toFixed(1);
  return [
    row(
      'First row of 5,000',
      bounds.firstRow,
      results.map(({ firstRow }) => firstRow),
      `, heap ${heap} MB`,
    ),
    row(
      'Search in 5,000 bodies',
      bounds.search,
      results.map(({ search }) => search),
    ),
  ];
}

/** Returns milliseconds until the first row and from a key press to the found rows, and the page's heap. */
async function measurePage(browser: Browser, url: string) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(markWhen('first-row', "document.querySelector('.rows .row')"));
  await page.goto(url);
  await page.getByText('5,000 deliveries').waitFor();
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const search = await measureSearch(page);
  const firstRow = await page.evaluate<number>(
    "performance.getEntriesByName('first-row')[0].startTime",
  );
  await context.close();
  return { firstRow, search, heapMb: usedSize / 1e6 };
}

/** Types the last letter of a word that only the body of the oldest delivery has. */
async function measureSearch(page: Page): Promise<number> {
  const field = page.getByRole('searchbox');
  await field.fill('needl');
  await page.getByText('1 of 5,000 deliveries').waitFor();
  await field.fill('no needl');
  await page.getByText('No deliveries match').waitFor();
  const isFound = "document.querySelector('.tally').textContent.startsWith('1 of')";
  await page.evaluate(
    `addEventListener('input', () => {
      performance.mark('typed');
      ${markWhen('found', isFound)}
    }, { once: true, capture: true })`,
  );
  await field.fill('needle');
  await page.getByText('1 of 5,000 deliveries').waitFor();
  return page.evaluate<number>("performance.measure('search', 'typed', 'found').duration");
}

/** Returns a script that records the time at which a condition becomes true. */
function markWhen(name: string, condition: string): string {
  const options = '{ subtree: true, childList: true, characterData: true }';
  return `new MutationObserver((_, observer) => {
    if (!(${condition})) return;
    performance.mark('${name}');
    observer.disconnect();
  }).observe(document, ${options});`;
}
