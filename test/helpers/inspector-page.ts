import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { fixture } from '../../src/core/fixtures/fixtures.ts';
import type { Listener } from './listener.ts';
import { postSigned } from './post.ts';

/** Opens the inspector of a listener and waits until it is live. Errors in the page fail the test. */
export async function openInspector(
  browser: Browser,
  { inspector }: Pick<Listener, 'inspector'>,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(10_000); // Shorter than the test's, so that the error names the locator.
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const { url } = message.location();
    // The browser logs connections that a test has closed.
    if (message.type() === 'error' && !url.includes('/api/')) errors.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(errors).toEqual([]);
  });
  await page.goto(inspector ?? expect.fail('There is no inspector.'));
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

/** Delivers a signed sample with some changes and returns its text. */
export async function deliverSample(url: string, change: object = {}): Promise<string> {
  const body = JSON.stringify({ ...fixture('PostSignIn'), ...change });
  await postSigned(url, Buffer.from(body));
  return body;
}

/** Returns the drawn rows of the list. */
export function rowsOf(page: Page) {
  return page.getByRole('listbox', { name: /Deliveries/ }).getByRole('option');
}
