import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySignature } from '../../../src/core/logto/signature.ts';
import { formatSize } from '../../../src/core/units.ts';
import { type LaunchedBrowser, launchBrowser } from '../../helpers/browser.ts';
import { runCli, temporaryDirectory } from '../../helpers/cli.ts';
import { eventually } from '../../helpers/eventually.ts';
import { hostileBodies } from '../../helpers/hostile-bodies.ts';
import { deliverSample, openInspector, rowsOf } from '../../helpers/inspector-page.ts';
import { signingKey, startListener } from '../../helpers/listener.ts';
import { manyDeliveries, serve } from '../../helpers/many-deliveries.ts';
import { post, postSigned } from '../../helpers/post.ts';
import { pseudoTerminals, startSession } from '../../helpers/pty.ts';
import { startReceiver } from '../../helpers/receiver.ts';
import { isThorough } from '../../helpers/thorough.ts';
import { startImpostor } from './impostor.ts';

let launched: LaunchedBrowser;
let browser: Browser;

beforeAll(async () => {
  launched = await launchBrowser();
  browser = launched.browser;
}, 60_000);
afterAll(() => launched.close());

/** Starts a listener in front of an app and opens its page. The app fails for the event PostFail. */
async function start(options: Parameters<typeof openInspector>[2] = {}) {
  const app = await startReceiver(({ body }, response) =>
    body.includes('"PostFail"')
      ? response.writeHead(500).end('no such table: users')
      : response.writeHead(200, { 'content-type': 'application/json' }).end('{"done":true}'),
  );
  const cwd = temporaryDirectory();
  const listener = await startListener(['--inspect', '0', '--forward-to', app.url], { cwd });
  listener.discard();
  return { app, cwd, listener, page: await openInspector(browser, listener, options) };
}

async function startWithDelivery(options: Parameters<typeof openInspector>[2] = {}) {
  const started = await start(options);
  const body = await deliverSample(started.listener.url);
  await started.page.getByRole('heading', { name: 'PostSignIn' }).waitFor();
  return { ...started, body };
}

function hasNotice(page: Page, text: string | RegExp): Promise<void> {
  return page.getByRole('status').getByText(text).first().waitFor();
}

function hasRows(page: Page, count: number): Promise<void> {
  return eventually(async () => expect(await rowsOf(page).count()).toBe(count));
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

describe('inspector list', () => {
  it('shows each delivery as it arrives, filters and clears', async () => {
    const { listener, page } = await start();
    await page.getByText('Waiting for the first delivery').waitFor();
    expect(page.url()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    await deliverSample(listener.url, { userId: 'needle' });
    await rowsOf(page).getByText('PostSignIn').waitFor();
    await deliverSample(listener.url, { event: 'User.Merged' });
    await rowsOf(page).first().filter({ hasText: 'User.Merged' }).waitFor();
    await post(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await hasRows(page, 3);

    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/api/ids?*', (route) => held.then(() => route.continue()), { times: 1 });
    await page.getByRole('searchbox').fill('NEEDLE');
    await page.getByText('Searching payloads').waitFor();
    release();
    await hasRows(page, 1);
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No deliveries match').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByLabel('Event', { exact: true }).selectOption('User.Merged');
    await hasRows(page, 1);
    await page.getByLabel('Event', { exact: true }).selectOption('Any event');
    await page.getByLabel('Signature').selectOption('No signature');
    await hasRows(page, 1);
    await page.getByLabel('Signature').selectOption('Any signature');
    await page.getByLabel('Status').selectOption('2xx');
    await hasRows(page, 2);
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByText('The list is cleared').waitFor();
    await deliverSample(listener.url);
    await hasRows(page, 1);
    await page.reload();
    await hasRows(page, 1);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await page.getByRole('button', { name: 'Show cleared deliveries' }).click();
    await hasRows(page, 4);
  });

  it('draws a few of 10,000 rows and keeps them in place when more arrive', async () => {
    const source = manyDeliveries(10_000);
    const page = await openInspector(browser, { inspector: await serve(source) });
    await page.getByText('10,000 deliveries').waitFor();
    expect(await rowsOf(page).count()).toBeLessThan(40);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));

    const list = page.getByRole('listbox', { name: /Deliveries/ });
    await list.evaluate((box) => box.scrollTo(0, 300_000));
    const visible = rowsOf(page).filter({ hasText: 'Number 4995 ' });
    const { y } = (await visible.boundingBox()) ?? expect.fail('It is not visible.');
    source.add(10_000);
    await page.getByText('1 new').waitFor();
    expect((await visible.boundingBox())?.y).toBe(y);

    const selects = (number: number) =>
      page.getByRole('option', { name: `Number ${number} `, selected: true }).waitFor();
    await page.keyboard.press('End');
    await selects(0);
    await page.keyboard.press('PageUp');
    await page.keyboard.press('PageDown');
    await selects(0);
    await page.keyboard.press('Home');
    await selects(10_000);
    await page.keyboard.press('PageDown');
    await eventually(async () => {
      const selected = page.locator('.row[aria-selected=true]');
      expect(Number(await selected.getAttribute('aria-posinset'))).toBeGreaterThan(5);
    });
    await page.getByRole('searchbox').fill('number 77 signed');
    await hasRows(page, 1);
    await rowsOf(page).first().click();
    await page.getByRole('searchbox').fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await selects(78);
    expect(await rowsOf(page).count()).toBeLessThan(40);
    // Neither scrolling nor searching loads the list again.
    expect(requests).not.toContain('/api/deliveries');
    expect(requests.filter((path) => path === '/api/ids')).toHaveLength(1);
    source.forget();
    await page.keyboard.press('k');
    await page.getByText('This delivery is no longer kept.').waitFor();
  });
});

describe('inspector details', () => {
  it('show the payload, headers, signature, attempts and drift', async () => {
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

    await deliverSample(listener.url, { event: 'PostFail' });
    await rowsOf(page).first().filter({ hasText: 'PostFail' }).click();
    await page.getByText('Your app responded with 500').waitFor();
    await page.getByText('no such table: users').waitFor();

    await page.getByRole('tab', { name: 'Payload' }).click();
    const body = '{"event":"PostExact","n":9223372036854775807,"a":1,"a":"\\u0041"}';
    await postSigned(listener.url, Buffer.from(body));
    await rowsOf(page).first().filter({ hasText: 'PostExact' }).click();
    await page.getByText('9223372036854775807').waitFor();
    await page.getByText('"\\u0041"').waitFor();
    expect(await page.getByText('"a"', { exact: true }).count()).toBe(2);
    await page.getByRole('button', { name: 'Raw' }).click();
    expect(await page.locator('pre').textContent()).toBe(body);
  });

  it('show foreign text without its markup and bidirectional characters', async () => {
    const { listener, page } = await start();
    const evil =
      '\u202e\u2066"><img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>';
    await deliverSample(listener.url, { event: evil, userId: evil, [evil]: [evil] });
    await page.getByRole('heading', { name: '\\u202e\\u2066"><img' }).waitFor();
    const text: string[] = [];
    for (const tab of ['Payload', 'Headers', 'Signature', 'Attempts', 'Drift']) {
      await page.getByRole('tab', { name: tab }).click();
      text.push(await page.content());
    }
    for (const key of ['e', 'd', 'R']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      const field = page.getByRole('dialog').getByRole('textbox').first();
      text.push(await page.content(), key === 'e' ? await field.inputValue() : '');
      await closeDialog(page);
    }
    const shown = text.join('').replaceAll(/ value="[^"]*"/g, '');
    expect(shown.match(/.{0,50}\p{Bidi_Control}/u)).toBeNull();
    expect(shown.includes('\\u202e\\u2066')).toBe(true);
    expect(await page.locator('main img, main script, dialog img').count()).toBe(0);
    expect(await page.evaluate(() => Reflect.has(globalThis, 'hacked'))).toBe(false);
  });

  it('lay out only a part of huge bodies, and say which are too large to edit', async () => {
    const { listener, page } = await start();
    const isSmall = async () => {
      expect(await page.locator('*').count()).toBeLessThan(10_000);
      expect((await page.locator('body').innerText()).length).toBeLessThan(150_000);
    };
    let count = 0;
    const names = ['arrays nested a million deep', 'one endless event name'];
    for (const [name, body] of hostileBodies.filter(([name]) => names.includes(name))) {
      const { status } = await postSigned(listener.url, body);
      expect([name, status]).toEqual([name, 200]);
      await hasRows(page, ++count);
      await rowsOf(page).first().click();
      await page.getByText('Bodies over 512 KB are shown as text.').waitFor();
      const left = (body.length - 20_000).toLocaleString('en');
      await page.getByRole('button', { name: `Show more (${left} characters left)` }).click();
      await isSmall();
      await page.keyboard.press('e');
      await page.getByText('Bodies over 512 KB can be replayed, but not edited.').waitFor();
      await closeDialog(page);
    }
    const deep = '['.repeat(250_000) + ']'.repeat(250_000);
    const wide = `{"event":"PostWide","x":[${Array(3_000).fill('[1,2,3,4,5]').join(',')}]}`;
    for (const body of [deep, wide]) {
      await postSigned(listener.url, Buffer.from(body));
      await hasRows(page, ++count);
      await rowsOf(page).first().click();
      await page.getByText(formatSize(body.length)).waitFor();
      await page.getByRole('button', { name: 'Expand all' }).click();
      await isSmall();
      await page.keyboard.press('e');
      const text = await page.getByRole('textbox', { name: 'Payload' }).inputValue();
      expect(text.length).toBeLessThan(600_000);
      expect(text.replaceAll(/\s/g, '')).toBe(body);
      await closeDialog(page);
    }
    await page.getByRole('button', { name: /Show more \(2,900 of 3,000 left\)/ }).waitFor();
  });
});

describe('inspector facts', () => {
  it('name the key, route and response of a delivery, and filter by them', async () => {
    const users = await startReceiver((_, response) => response.writeHead(422).end('no tenant'));
    const app = await startReceiver();
    const second = 'second-key-of-a-rotation-0123456';
    const routes = ['--route', `User.*=${users.url}/users`, '--forward-to', app.url];
    const args = ['--inspect', '0', '--signing-key', second, ...routes];
    const listener = await startListener(args, { cwd: temporaryDirectory() });
    listener.discard();
    const page = await openInspector(browser, listener);
    const body = Buffer.from('{"event":"User.Merged"}');
    await postSigned(`${listener.url}/one`, body, { key: second });
    await deliverSample(`${listener.url}/two?token=secret`);
    await hasRows(page, 2);

    const details = page.getByRole('region', { name: 'Details' });
    await rowsOf(page).filter({ hasText: 'User.Merged' }).click();
    await details.getByText('--signing-key #2').waitFor();
    const fact = (name: string) =>
      details.locator('.facts div').filter({ hasText: name }).innerText();
    expect(await fact('Route')).toMatch(/\/one\s+to\s+127\.0\.0\.1:\d+\/users$/);
    await details.getByText('Your app responded with 422').waitFor();
    await details.getByText('no tenant').waitFor();
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByText(`Sent to ${users.url}/users`).waitFor();
    await closeDialog(page);
    await rowsOf(page).filter({ hasText: 'PostSignIn' }).click();
    await details.getByText('--signing-key #1').waitFor();
    expect(await fact('Route')).toContain('/two?token=***');

    const filters = page.getByRole('search');
    for (const [label, value] of [
      ['Key', '--signing-key #2'],
      ['Route', '/one'],
      ['Route', `→ ${new URL(users.url).host}/users`],
      ['Status', '422'],
      ['Status', 'Failed'],
    ] as const) {
      await filters.getByLabel(label).selectOption(value);
      await hasRows(page, 1);
      await rowsOf(page).getByText('User.Merged', { exact: true }).waitFor();
      await filters.getByRole('button', { name: 'Clear filters' }).click();
      await hasRows(page, 2);
    }
  });
});

describe('inspector link', () => {
  it.runIf(pseudoTerminals && process.platform === 'linux')(
    'to the selected delivery is opened by o in the terminal',
    async () => {
      const directory = temporaryDirectory();
      const opened = path.join(directory, 'opened.html');
      const program = `#!/bin/sh\ncp "$1" '${opened}'\n`;
      writeFileSync(path.join(directory, 'xdg-open'), program, { mode: 0o700 });
      const PATH = `${directory}:${process.env.PATH}`;
      const session = await startSession(['--inspect', '0'], { env: { PATH } });
      for (const event of ['PostSignIn', 'User.Merged', 'User.Created']) {
        await deliverSample(session.url, { event });
      }
      await session.sees('3 received');
      session.press('kk');
      await session.sees(/▸ 2\/3 .*User\.Merged/);
      session.press('o');
      await session.sees('The inspector is open in the browser');
      const page = await openInspector(browser, { inspector: `file://${opened}` });
      await page.getByRole('heading', { name: 'User.Merged' }).waitFor();
      await page.getByRole('option', { selected: true, name: 'User.Merged' }).waitFor();
    },
  );
});

describe('inspector actions', () => {
  it('replay, edit, save, copy and compare the selected delivery', async () => {
    const { app, cwd, listener, page, body } = await startWithDelivery({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await hasNotice(page, /Replayed: 200/);
    expect(app.requests.map((request) => request.body.toString())).toEqual([body, body]);
    const [first, second] = app.requests.map(({ headers }) => headers);
    expect(second?.['logto-signature-sha-256']).toBe(first?.['logto-signature-sha-256']);
    await rowsOf(page).getByText('replayed, 200').waitFor();

    await page.getByRole('button', { name: 'Edit and replay' }).click();
    const editor = page.getByRole('textbox', { name: 'Payload' });
    await page.getByText('Matches the schema of PostSignIn').waitFor();
    expect(await editor.evaluate((element) => element.scrollTop)).toBe(0);
    const text = await editor.inputValue();
    await editor.fill(text.slice(1));
    await page.getByText(/Not JSON/).waitFor();
    expect(await page.getByRole('button', { name: /Replay edited/ }).isDisabled()).toBe(true);
    await editor.fill(text.replace('"Ada Lovelace"', '7'));
    await page.getByRole('row', { name: 'user.name string or null number 7' }).waitFor();
    await editor.fill(text.replace('"Ada Lovelace"', '"Grace Hopper"'));
    await page.getByText('Matches the schema of PostSignIn').waitFor();
    await editor.press('Control+Enter');
    await hasNotice(page, /Replayed the edited payload: 200/);
    const edited = app.requests[2] ?? expect.fail('Nothing was replayed.');
    expect(JSON.parse(edited.body.toString())).toMatchObject({ user: { name: 'Grace Hopper' } });
    expect(edited.body.includes('\n')).toBe(false);
    const signature = edited.headers['logto-signature-sha-256'];
    expect(verifySignature(edited.body, signature, signingKey)).toBe(true);

    await page.getByRole('button', { name: 'Save as fixture' }).click();
    await hasNotice(page, /Saved \.logto-hooks/);
    const notice = await page.getByText(/Saved \.logto-hooks/).textContent();
    const file = String(notice).replace('Saved ', '');
    expect(JSON.parse(readFileSync(path.join(cwd, file), 'utf8'))).toEqual(JSON.parse(body));
    const variant = ['--variant', path.basename(file, '.json')];
    const fixtures = ['--fixtures', '.logto-hooks/fixtures', '--dry-run'];
    expect((await runCli(['send', 'PostSignIn', ...variant, ...fixtures], { cwd })).code).toBe(0);

    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await hasNotice(page, /Copied as curl/);
    const command = String(await page.evaluate('navigator.clipboard.readText()'));
    // A long argument is split into several lines.
    expect(command.replaceAll("'\\\n'", '')).toContain(`--data-binary '${body}'`);
    expect(command).toContain('logto-signature-sha-256');
    expect(command).not.toContain(signingKey);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await hasNotice(page, /Copied the link/);
    const link = String(await page.evaluate('navigator.clipboard.readText()'));

    await deliverSample(listener.url, { userId: 'another', extra: true });
    await hasRows(page, 2);
    await rowsOf(page).first().click();
    await page.getByRole('button', { name: 'Compare' }).click();
    const changed = '≠ "userId": "another" ≠ "userId": "u3k9f2xq7b1m"';
    await page.getByRole('row', { name: changed }).waitFor();
    await page.getByLabel('Only differences').check();
    await page.getByRole('row', { name: '− "extra": true' }).waitFor();
    expect(await page.getByRole('row', { name: /interactionEvent/ }).count()).toBe(0);
    await page.setViewportSize({ width: 360, height: 640 });
    await page.getByRole('row', { name: /"userId": "another"/ }).waitFor();
    const cells = page.getByRole('row', { name: /"userId"/ }).locator('td');
    const [left, right] = [await cells.first().boundingBox(), await cells.last().boundingBox()];
    expect([left?.x, left?.width]).toEqual([right?.x, right?.width]);
    expect(right?.y).toBeGreaterThan(left?.y ?? 0);
    await closeDialog(page);

    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(link);
    await page.getByRole('option', { selected: true }).getByText('replayed, 200').waitFor();
    await page.reload();
    await page.getByRole('option', { selected: true }).getByText('replayed, 200').waitFor();
  });

  it('replay all failed or filtered deliveries to the app or another URL', async () => {
    const { app, listener, page } = await start();
    const other = await startReceiver();
    for (const event of ['PostSignIn', 'PostFail', 'User.Merged', 'PostFail', 'PostSignIn']) {
      await deliverSample(listener.url, { event });
    }
    const body = JSON.stringify({ event: 'PostFail' });
    await fetch(listener.url, { method: 'POST', body });
    await page.getByRole('button', { name: 'Replay 2 failed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Skips 1 delivery with no signature; select it in the list').waitFor();
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await dialog.getByText('2 of 2 replayed, 2 failed').waitFor();
    await dialog
      .getByRole('listitem')
      .filter({ hasText: /PostFail \w+: 500 in/ })
      .first()
      .waitFor();
    expect(app.requests).toHaveLength(7);
    await closeDialog(page);

    await page.getByLabel('Event', { exact: true }).selectOption('PostFail');
    await page.getByRole('button', { name: 'Replay 2 filtered' }).click();
    await dialog.getByRole('textbox', { name: 'To' }).fill('https://example.com/hook?key=secret');
    await dialog.getByRole('button', { name: 'Replay' }).click();
    const refusal = 'is not on this machine. Replay to a loopback URL';
    await dialog.getByRole('status').getByText(refusal).waitFor();
    const box =
      (await dialog.getByText(refusal).boundingBox()) ?? expect.fail('It is not visible.');
    // The notice is above the dialog's backdrop: a click on it hits it.
    await page.mouse.move(box.x + 10, box.y + 10);
    await dialog.getByRole('textbox', { name: 'To' }).fill(`${other.url}/hook`);
    await dialog.getByRole('button', { name: 'Replay' }).click();
    await dialog.getByText('2 of 2 replayed, 0 failed').waitFor();
    expect(other.requests.map(({ path }) => path)).toEqual(['/hook', '/hook']);
    const [original] = app.requests.filter(({ body }) => body.includes('PostFail'));
    expect(other.requests[0]?.body).toEqual(original?.body);
    await closeDialog(page);
    await page.keyboard.press('R');
    expect(await dialog.getByRole('textbox').inputValue()).toBe(`${other.url}/hook`);
    await page.keyboard.press('Enter');
    await hasNotice(page, /Replayed: 200/);
    expect(other.requests).toHaveLength(3);
  });

  it('send samples with overrides, wrong signatures and scenarios', async () => {
    const { app, page } = await start();
    await page.getByRole('button', { name: 'Send a sample' }).click();
    const search = page.getByRole('combobox', { name: /Search events/ });
    await search.fill('user.created');
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

    for (const [signing, heading] of [
      ['tampered', 'Invalid signature'],
      ['none', 'No signature'],
    ] as const) {
      await page.keyboard.press('s');
      await search.fill('PostSignIn');
      await page.getByRole('dialog').getByLabel('Signature').selectOption(signing);
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('region', { name: 'Details' }).getByText(heading).first().waitFor();
    }
    await page.keyboard.press('s');
    await search.fill('organization-life');
    await page.getByText('An organization is created and changed').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Organization.Deleted', level: 2 }).waitFor();
    await hasRows(page, 8);
  });
});

describe('inspector keyboard', () => {
  it('reaches everything', async () => {
    const { app, page } = await start();
    await page.keyboard.press('s');
    await page.keyboard.type('PostRegister');
    await page.getByRole('option', { name: 'PostRegister', selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'PostRegister', level: 2 }).waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: /Search/ }).fill('Role.Del');
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
    await hasNotice(page, /Replayed: 200/);
    expect(app.requests).toHaveLength(3);
    await page.keyboard.press('2');
    await page.getByRole('row', { name: /user-agent/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await closeDialog(page);
    await page.keyboard.press('/');
    await page.keyboard.type('register');
    await hasRows(page, 1);
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.role')).toBe('listbox');
  });
});

describe('inspector layout', () => {
  it('follows the color scheme of the system or the user, and fits 360 and 700 pixels', async () => {
    const { page } = await startWithDelivery({ colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await background()).toBe('rgb(11, 11, 14)');
    await page.getByRole('button', { name: 'Switch to light' }).click();
    expect(await background()).toBe('rgb(247, 247, 249)');
    await page.reload();
    await page.getByRole('button', { name: 'Switch to dark' }).waitFor();
    expect(await background()).toBe('rgb(247, 247, 249)');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await background()).toBe('rgb(247, 247, 249)');

    /** Returns by how many pixels the page or one of its halves is too wide. */
    const overflow = () =>
      page.evaluate(`Math.max(...['html', '.list', '.details']
        .map((selector) => document.querySelector(selector))
        .map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth))`);
    await page.setViewportSize({ width: 700, height: 640 });
    await page.getByRole('heading', { name: 'PostSignIn' }).waitFor();
    await hasRows(page, 1);
    expect(await overflow()).toBe(0);
    await page.setViewportSize({ width: 360, height: 640 });
    await hasRows(page, 0);
    expect(await overflow()).toBe(0);
    await page.keyboard.press('s');
    await page.getByRole('combobox', { name: /Search/ }).fill('PostRegister');
    await page.getByRole('option', { name: 'PostRegister', selected: true }).waitFor();
    expect(await overflow()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'PostRegister', level: 2 }).waitFor();
    expect(await overflow()).toBe(0);
    await page.getByRole('button', { name: 'Deliveries' }).click();
    await rowsOf(page).first().click();
    await page.getByRole('heading', { name: 'PostRegister' }).waitFor();
  });
});

describe('inspector accessibility', () => {
  interface AxeResults {
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly html: string }[];
    }[];
  }

  /** Only colors differ between the schemes. */
  const schemes = [
    ['light', {}],
    ['dark', { runOnly: ['color-contrast'] }],
  ] as const;

  /** Returns what axe finds in a part of the page: WCAG 2.2 AA and best practices. */
  async function findViolations(page: Page, part: string): Promise<string[]> {
    const found: string[] = [];
    for (const [colorScheme, options] of schemes) {
      await page.emulateMedia({ colorScheme });
      const run = `axe.run(${JSON.stringify(part)}, ${JSON.stringify(options)})`;
      const { violations } = await page.evaluate<AxeResults>(run);
      for (const { id, impact, nodes } of violations) {
        for (const { html } of nodes) found.push(`${colorScheme}: ${impact} ${id}: ${html}`);
      }
    }
    return found;
  }

  it.runIf(isThorough)('has no violations that axe finds, in light and dark', async () => {
    const { listener, page } = await start({ reducedMotion: 'reduce' });
    await page.getByText('Waiting for the first delivery').waitFor();
    await page.evaluate(axe.source);
    expect(await findViolations(page, 'html')).toEqual([]);
    await deliverSample(listener.url, { userId: 7 });
    for (let i = 0; i < 2; i++) await deliverSample(listener.url, { event: 'PostFail' });
    await post(listener.url, Buffer.from('{"event":"PostSignIn"}'));
    await rowsOf(page).filter({ hasText: 'PostFail' }).first().click();
    await page.getByText('Your app responded with 500').waitFor();
    expect(await findViolations(page, 'html')).toEqual([]);
    await rowsOf(page).filter({ hasText: 'unsigned' }).click();
    await page.keyboard.press('r');
    await hasNotice(page, /Replayed: 200/);
    for (const name of ['Headers', 'Signature', 'Attempts', 'Drift', 'Payload']) {
      await page.getByRole('tab', { name }).click();
      expect(await findViolations(page, '.details')).toEqual([]);
    }
    const dialogs = { e: 'Edit', d: 'Compare', R: 'Replay', s: 'Send', '?': 'Keyboard' };
    for (const [key, dialog] of Object.entries(dialogs)) {
      await page.keyboard.press(key);
      await page.getByRole('dialog', { name: new RegExp(dialog) }).waitFor();
      if (key === 'e') await page.getByText('Differs from the schema').waitFor();
      expect(await findViolations(page, 'dialog')).toEqual([]);
      await closeDialog(page);
    }
    await page.getByRole('button', { name: /Replay \d failed/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
    await page.getByText('2 of 2 replayed').waitFor();
    expect(await findViolations(page, 'dialog')).toEqual([]);
    await closeDialog(page);

    // Without permission to copy, the page shows the text.
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'Copy as curl' }).waitFor();
    expect(await findViolations(page, 'dialog')).toEqual([]);
    await closeDialog(page);
    await page.getByRole('searchbox').fill('no such thing');
    await page.getByText('No deliveries match').waitFor();
    expect(await findViolations(page, 'html')).toEqual([]);
    await page.goto(`${new URL(page.url()).origin}/#token=wrong`);
    await page.getByText('Open the address from your terminal').waitFor();
    await page.evaluate(axe.source);
    expect(await findViolations(page, 'html')).toEqual([]);
  });
});

describe('inspector connection', () => {
  it('resumes after a restart, reveals nothing to another server, and asks for a new token', async () => {
    const { listener, page, cwd } = await startWithDelivery();
    const { port, hash } = new URL(listener.inspector ?? '');
    const stop = async ({ child, finished }: typeof listener) => {
      child.kill('SIGKILL');
      await finished;
    };
    /** Makes the page reconnect without waiting. */
    const returnToPage = () => page.evaluate("dispatchEvent(new Event('focus'))");
    await stop(listener);
    const second = await startListener(['--inspect', port], { cwd });
    expect(second.inspector).not.toBe(listener.inspector);
    await returnToPage();
    await deliverSample(second.url, { event: 'User.Merged' });
    await rowsOf(page).filter({ hasText: 'User.Merged' }).waitFor();
    await page.reload();
    await hasRows(page, 2);
    await rowsOf(page).filter({ hasText: 'PostSignIn' }).click();
    await page.getByRole('tab', { name: 'Attempts' }).click();
    await page.getByText('"done"').waitFor();

    // The impostor relays to a listener that knows the page.
    await stop(second);
    const third = await startListener(['--inspect', '0'], { cwd });
    const impostor = await startImpostor(Number(port), new URL(third.inspector ?? '').origin);
    await returnToPage();
    await eventually(() => expect(impostor.requests.length).toBeGreaterThan(1));
    await page.keyboard.press('r');
    await page.getByText('This server is not the listener').first().waitFor();
    const token = hash.slice('#token='.length);
    expect(impostor.requests.join('\n')).not.toMatch(new RegExp(`authorization|${token}`));
    const paths = new Set(impostor.requests.map((text) => text.split(' ')[0]));
    expect(paths).toEqual(new Set(['/api/prove']));
    await impostor.close();
    await stop(third);
    const fourth = await startListener(['--inspect', port], { cwd });
    await returnToPage();
    await deliverSample(fourth.url, { event: 'User.Created' });
    await rowsOf(page).filter({ hasText: 'User.Created' }).waitFor();

    await stop(fourth);
    const stranger = await startListener(['--inspect', port]);
    await returnToPage();
    await page.getByText('Open the address from your terminal').waitFor();
    await page.goto(stranger.inspector ?? '');
    await page.getByText('Waiting for the first delivery').waitFor();
  });
});
