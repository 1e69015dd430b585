import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { verifySignature } from '../../../src/core/logto/signature.ts';
import { type LaunchedBrowser, launchBrowser } from '../../helpers/browser.ts';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { deliverSample, openInspector, rowsOf } from '../../helpers/inspector-page.ts';
import { type Listener, signingKey, startListener } from '../../helpers/listener.ts';
import { manyDeliveries, serve } from '../../helpers/many-deliveries.ts';
import { post } from '../../helpers/post.ts';
import { startReceiver } from '../../helpers/receiver.ts';

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

let launched: LaunchedBrowser;
let browser: Browser;

beforeAll(async () => {
  launched = await launchBrowser();
  browser = launched.browser;
}, 60_000);
afterAll(() => launched.close());

/** A listener in front of an app, and its page. */
async function start(options: Parameters<typeof openInspector>[2] = {}) {
  const app = await startReceiver((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"done":true}'),
  );
  const cwd = temporaryDirectory();
  const listener = await startListener(['--inspect', '0', '--forward-to', app.url], { cwd });
  return { app, cwd, listener, page: await openInspector(browser, listener, options) };
}

async function startWithDelivery(options: Parameters<typeof openInspector>[2] = {}) {
  const started = await start(options);
  const body = await deliverSample(started.listener.url);
  await rowsOf(started.page).first().waitFor();
  await started.page.getByRole('heading', { name: 'PostSignIn' }).waitFor();
  return { ...started, body };
}

function said(page: Page, text: string | RegExp): Promise<void> {
  return page.getByRole('status').getByText(text).waitFor();
}

function hasRows(page: Page, count: number): Promise<void> {
  return eventually(async () => expect(await rowsOf(page).count()).toBe(count));
}

describe('the list', () => {
  it('says what to do first, and shows each delivery as it comes', async () => {
    const { listener, page } = await start();
    await page.getByText('Waiting for the first delivery').waitFor();
    await deliverSample(listener.url);
    await rowsOf(page).getByText('PostSignIn').waitFor();
    await deliverSample(listener.url, { event: 'User.Merged' });
    await rowsOf(page).first().filter({ hasText: 'User.Merged' }).waitFor();
    expect(await rowsOf(page).count()).toBe(2);
  });

  it('is narrowed down by text of the payload, event, verdict and status', async () => {
    const { listener, page } = await start();
    await deliverSample(listener.url, { userId: 'needle' });
    await deliverSample(listener.url, { event: 'User.Merged' });
    await post(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await hasRows(page, 3);

    await page.getByRole('searchbox').fill('NEEDLE');
    await hasRows(page, 1);
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No delivery matches').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByLabel('Event', { exact: true }).selectOption('User.Merged');
    await hasRows(page, 1);
    await page.getByLabel('Event', { exact: true }).selectOption('Any event');
    await page.getByLabel('Verdict').selectOption('No signature');
    await hasRows(page, 1);
    await page.getByLabel('Verdict').selectOption('Any verdict');
    await page.getByLabel('Status').selectOption('2xx');
    await hasRows(page, 2);
  });
});

describe('10,000 deliveries', () => {
  it('are a list of a few rows, which stays where it is read when more come in', async () => {
    const source = manyDeliveries(10_000);
    const page = await openInspector(browser, { inspector: await serve(source) });
    await page.getByText('10,000 deliveries').waitFor();
    expect(await rowsOf(page).count()).toBeLessThan(40);

    const list = page.getByRole('listbox', { name: /Deliveries/ });
    await list.evaluate((box) => box.scrollTo(0, 300_000));
    const seen = rowsOf(page).filter({ hasText: 'Number 4995 ' });
    const { y } = (await seen.boundingBox()) ?? expect.fail('It is not seen.');
    source.add(10_000);
    await page.getByText('1 new').waitFor();
    expect((await seen.boundingBox())?.y).toBe(y);

    await list.evaluate((box) => box.scrollTo(0, 600_000));
    await rowsOf(page).filter({ hasText: 'Number 0 ' }).waitFor();
    await page.getByRole('searchbox').fill('number 77 signed');
    await hasRows(page, 1);
    await rowsOf(page).first().click();
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await rowsOf(page).filter({ hasText: 'Number 78 ' }).waitFor();
    expect(await rowsOf(page).count()).toBeLessThan(40);
  });
});

describe('the details', () => {
  it('have the payload, the headers, the verdict, the attempts and the drift', async () => {
    const { listener, page } = await startWithDelivery();
    await page.getByText('"interactionEvent"').waitFor();
    await page.getByRole('button', { name: /"user", \d+ keys/ }).click();
    expect(await page.getByText('"primaryEmail"').count()).toBe(0);
    await page.getByRole('tab', { name: 'Headers' }).click();
    await page.getByRole('row', { name: /content-type application\/json/ }).waitFor();
    await page.getByRole('tab', { name: 'Attempts' }).click();
    await page.getByText('"done"').waitFor();
    await page.getByRole('tab', { name: 'Drift' }).click();
    await page.getByText('No drift').waitFor();

    await deliverSample(listener.url, { userId: 7 });
    await rowsOf(page).getByText('drift 1').click();
    await page.getByRole('row', { name: 'userId string number 7' }).waitFor();

    await post(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await rowsOf(page).getByText('unsigned').click();
    await page.getByRole('tab', { name: 'Signature' }).click();
    await page.getByText('signature-missing').waitFor();
  });

  it('show numbers, escapes and repeated keys as they came', async () => {
    const { listener, page } = await start();
    const body = '{"event":"PostSignIn","n":9223372036854775807,"a":1,"a":"\\u0041"}';
    await runCli(['send', '--raw', '-', '--to', listener.url, '--signing-key', signingKey], {
      input: body,
    });
    await page.getByText('9223372036854775807').waitFor();
    await page.getByText('"\\u0041"').waitFor();
    expect(await page.getByText('"a"', { exact: true }).count()).toBe(2);
    await page.getByRole('button', { name: 'Raw' }).click();
    expect(await page.locator('pre').textContent()).toBe(body);
  });

  it('say so where the listener no longer keeps a delivery', async () => {
    const source = manyDeliveries(3);
    const page = await openInspector(browser, { inspector: await serve(source) });
    await page.getByRole('heading', { name: 'PostSignIn' }).waitFor();
    source.forget();
    await rowsOf(page).last().click();
    await page.getByText('This delivery is no longer kept here.').waitFor();
  });

  it('keep payload text from becoming markup', async () => {
    const { listener, page } = await start();
    const evil = '"><img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>';
    await deliverSample(listener.url, { event: evil, userId: evil, [evil]: [evil] });
    await page.getByRole('heading', { name: evil }).waitFor();
    for (const tab of ['Payload', 'Headers', 'Signature', 'Attempts', 'Drift']) {
      await page.getByRole('tab', { name: tab }).click();
    }
    await page.keyboard.press('e');
    await page.getByRole('textbox', { name: 'Payload' }).waitFor();
    expect(await page.locator('main img, main script, dialog img').count()).toBe(0);
    expect(await page.evaluate(() => Reflect.has(globalThis, 'hacked'))).toBe(false);
  });
});

describe('the actions', () => {
  it('replay, byte for byte', async () => {
    const { app, page, body } = await startWithDelivery();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await said(page, /Replayed: 200/);
    expect(app.requests.map((request) => request.body.toString())).toEqual([body, body]);
    const [first, second] = app.requests.map(({ headers }) => headers);
    expect(second?.['logto-signature-sha-256']).toBe(first?.['logto-signature-sha-256']);
    await page.getByText('Replay', { exact: true }).last().waitFor();
    await rowsOf(page).getByText('replayed, 200').waitFor();
  });

  it('edit and replay, signed anew', async () => {
    const { app, page } = await startWithDelivery();
    await page.getByRole('button', { name: 'Edit and replay' }).click();
    const editor = page.getByRole('textbox', { name: 'Payload' });
    await page.getByText('As Logto promises of PostSignIn').waitFor();
    const text = await editor.inputValue();

    await editor.fill(text.slice(1));
    await page.getByText(/Not JSON/).waitFor();
    expect(await page.getByRole('button', { name: /Replay edited/ }).isDisabled()).toBe(true);
    await editor.fill(text.replace('"Ada Lovelace"', '7'));
    await page.getByRole('row', { name: 'user.name string or null number 7' }).waitFor();
    await editor.fill(text.replace('"Ada Lovelace"', '"Grace Hopper"'));
    await page.getByText('As Logto promises of PostSignIn').waitFor();
    await editor.press('Control+Enter');

    await said(page, /Replayed, edited: 200/);
    const { body, headers } = app.requests[1] ?? expect.fail('Nothing was replayed.');
    expect(JSON.parse(body.toString())).toMatchObject({ user: { name: 'Grace Hopper' } });
    expect(body.includes('\n')).toBe(false);
    expect(verifySignature(body, headers['logto-signature-sha-256'], signingKey)).toBe(true);
  });

  it('send a sample with overrides, which comes in like any other', async () => {
    const { app, page } = await start();
    await page.getByRole('button', { name: 'Send a sample' }).click();
    await page.getByRole('combobox', { name: 'Search events' }).fill('user.created');
    await page.getByLabel('Variant').selectOption('register');
    await page.getByRole('button', { name: 'Add override' }).click();
    await page.getByLabel('Path 1').fill('data.name');
    await page.getByLabel('Value 1').fill('Grace Hopper');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'User.Created', level: 2 }).waitFor();
    await page.getByRole('region', { name: 'Details' }).getByText('Verified').waitFor();
    expect(JSON.parse(String(app.requests[0]?.body))).toMatchObject({
      interactionEvent: 'Register',
      data: { name: 'Grace Hopper' },
    });
  });

  it('save a fixture that send takes', async () => {
    const { cwd, page, body } = await startWithDelivery();
    await page.getByRole('button', { name: 'Save as fixture' }).click();
    await said(page, /Saved \.logto-hooks/);
    const text = await page.getByText(/Saved \.logto-hooks/).textContent();
    const file = String(text).replace('Saved ', '');
    expect(JSON.parse(readFileSync(path.join(cwd, file), 'utf8'))).toEqual(JSON.parse(body));
    const variant = path.basename(file, '.json');
    const { code } = await runCli(
      ['send', 'PostSignIn', '--variant', variant, '--fixtures', '.logto-hooks/fixtures'].concat(
        '--dry-run',
      ),
      { cwd },
    );
    expect(code).toBe(0);
  });

  it('copy as curl, without the key', async () => {
    const { page, body } = await startWithDelivery({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await said(page, /Copied as curl/);
    const command = await page.evaluate('navigator.clipboard.readText()');
    // A long argument goes on over several lines.
    const whole = String(command).replaceAll("'\\\n'", '');
    expect(whole).toContain(`--data-binary '${body}'`);
    expect(command).toContain('logto-signature-sha-256');
    expect(command).not.toContain(signingKey);
  });

  it('compare two deliveries side by side', async () => {
    const { listener, page } = await startWithDelivery();
    await deliverSample(listener.url, { userId: 'another', extra: true });
    await hasRows(page, 2);
    await page.getByRole('button', { name: 'Compare' }).click();
    await page
      .getByRole('row', { name: '≠ "userId": "u3k9f2xq7b1m" ≠ "userId": "another"' })
      .waitFor();
    await page.getByLabel('Only differences').check();
    await page.getByRole('row', { name: '+ "extra": true' }).waitFor();
    expect(await page.getByRole('row', { name: /interactionEvent/ }).count()).toBe(0);
  });
});

describe('the keyboard', () => {
  it('is all that is needed', async () => {
    const { app, page } = await start();
    await page.keyboard.press('s');
    await page.keyboard.type('PostRegister');
    await page.getByRole('option', { name: 'PostRegister', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'PostRegister', level: 2 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: 'Search events' }).fill('Role.Del');
    await page.getByRole('option', { name: 'Role.Deleted', exact: true, selected: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'OrganizationRole.Deleted', level: 2 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('j');
    await page.getByRole('heading', { name: 'PostRegister' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByRole('heading', { name: 'OrganizationRole.Deleted' }).waitFor();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('details');
    await page.keyboard.press('r');
    await said(page, /Replayed: 200/);
    expect(app.requests).toHaveLength(3);
    await page.keyboard.press('2');
    await page.getByRole('row', { name: /user-agent/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('register');
    await hasRows(page, 1);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.role')).toBe('listbox');
  });
});

describe('the look', () => {
  const background = (page: Page) =>
    page.evaluate('getComputedStyle(document.body).backgroundColor');

  it('is light or dark, as the system says or the reader', async () => {
    const { page, listener } = await start({ colorScheme: 'dark' });
    expect(await background(page)).toBe('rgb(11, 11, 14)');
    await page.getByRole('button', { name: 'Switch to light' }).click();
    expect(await background(page)).toBe('rgb(247, 247, 249)');
    await page.reload();
    await page.getByRole('button', { name: 'Switch to dark' }).waitFor();
    expect(await background(page)).toBe('rgb(247, 247, 249)');
    const light = await openInspector(browser, listener, { colorScheme: 'light' });
    expect(await background(light)).toBe('rgb(247, 247, 249)');
  });

  it('fits 360 pixels: list and details one at a time, nothing beyond the edge', async () => {
    const { page } = await start({ viewport: { width: 360, height: 640 } });
    const overhang = () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: 'Search events' }).fill('PostRegister');
    await page.getByRole('option', { name: 'PostRegister', selected: true }).waitFor();
    expect(await overhang()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'PostRegister', level: 2 }).waitFor();
    expect(await rowsOf(page).count()).toBe(0);
    expect(await overhang()).toBe(0);
    await page.getByRole('button', { name: 'Deliveries' }).click();
    await rowsOf(page).first().click();
    await page.getByRole('heading', { name: 'PostRegister' }).waitFor();
  });
});

describe('accessibility', () => {
  /** What differs between them are colours. */
  const schemes = [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }],
  ] as const;

  /** What axe finds against WCAG 2.2 AA and good practice, in words. */
  async function findViolations(page: Page): Promise<string[]> {
    const found: string[] = [];
    for (const [colorScheme, options] of schemes) {
      await page.emulateMedia({ colorScheme });
      const run = `axe.run(${JSON.stringify(options)})`;
      const { violations } = await page.evaluate<AxeResults>(run);
      for (const { id, impact, nodes } of violations) {
        for (const { html } of nodes) found.push(`${colorScheme}: ${impact} ${id}: ${html}`);
      }
    }
    return found;
  }

  it('has nothing for axe to find, in light and dark', async () => {
    const { listener, page } = await start({ reducedMotion: 'reduce' });
    await page.getByText('Waiting for the first delivery').waitFor();
    await page.evaluate(axe.source);
    expect(await findViolations(page)).toEqual([]);
    await deliverSample(listener.url, { userId: 7 });
    await deliverSample(listener.url, { event: 'User.Merged' });
    await post(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await rowsOf(page).filter({ hasText: 'unsigned' }).click();
    await page.keyboard.press('r');
    await said(page, /Replayed: 200/);
    for (const name of ['Payload', 'Headers', 'Signature', 'Attempts', 'Drift']) {
      await page.getByRole('tab', { name }).click();
      expect(await findViolations(page)).toEqual([]);
    }
    for (const [key, dialog] of Object.entries({
      e: 'Edit',
      d: 'Compare',
      s: 'Send',
      '?': 'Keys',
    })) {
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name: new RegExp(dialog) }).waitFor();
      if (key === 'e') await page.getByText('Not what Logto promises').waitFor();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });
});

describe('the connection', () => {
  async function restart({ child, inspector, finished }: Listener, cwd: string) {
    child.kill('SIGKILL');
    await finished;
    const { port } = new URL(inspector ?? '');
    return startListener(['--inspect', port], { cwd });
  }

  it('comes back by itself when the listener was restarted in the same directory', async () => {
    const { listener, page, cwd } = await startWithDelivery();
    const again = await restart(listener, cwd);
    expect(again.inspector).not.toBe(listener.inspector);
    await deliverSample(again.url, { event: 'User.Merged' });
    await rowsOf(page).filter({ hasText: 'User.Merged' }).waitFor();
    await page.reload();
    await rowsOf(page).filter({ hasText: 'User.Merged' }).waitFor();
    await hasRows(page, 2);
    await rowsOf(page).filter({ hasText: 'PostSignIn' }).click();
    await page.getByRole('tab', { name: 'Attempts' }).click();
    await page.getByText('"done"').waitFor();
  });

  it('gives nothing to what takes the port of a listener that has ended', async () => {
    const { listener, page, cwd } = await startWithDelivery();
    const { port, hash } = new URL(listener.inspector ?? '');
    listener.child.kill('SIGKILL');
    await listener.finished;
    const next = await startListener(['--inspect', '0'], { cwd });
    const nextPage = new URL(next.inspector ?? '');
    // It passes on what it is asked to a listener that knows the page, and notes all of it.
    const seen: string[] = [];
    const impostor = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      seen.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      const { host, ...headers } = request.headers;
      const answered = await fetch(`${nextPage.origin}${request.url}`, {
        ...{ method: request.method ?? 'GET' },
        headers: request.url === '/api/prove' ? {} : { authorization: `${headers.authorization}` },
        ...(body === '' ? {} : { body }),
      });
      response.writeHead(answered.status).end(await answered.text());
    });
    impostor.listen(Number(port), '127.0.0.1');
    onTestFinished(() => {
      impostor.closeAllConnections();
      impostor.close();
    });
    await eventually(() => expect(seen.length).toBeGreaterThan(2));
    await page.keyboard.press('r');
    await page.getByText('This server is not the listener').first().waitFor();
    expect(seen.join('\n')).not.toMatch(
      new RegExp(`authorization|${hash.slice('#token='.length)}`),
    );
    expect(new Set(seen.map((text) => text.split(' ')[0]))).toEqual(new Set(['/api/prove']));

    impostor.closeAllConnections();
    impostor.close();
    next.child.kill('SIGKILL');
    await next.finished;
    const again = await startListener(['--inspect', port], { cwd });
    await deliverSample(again.url, { event: 'User.Merged' });
    await rowsOf(page).filter({ hasText: 'User.Merged' }).waitFor();
  });

  it('is refused by a listener of another directory, and the page says what to do', async () => {
    const { listener, page } = await startWithDelivery();
    const stranger = await restart(listener, temporaryDirectory());
    await page.getByText('This page needs the address from your terminal').waitFor();
    await page.goto(stranger.inspector ?? '');
    await page.getByText('Waiting for the first delivery').waitFor();
  });

  it('leaves no token in the address', async () => {
    const { page } = await start();
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  });
});
