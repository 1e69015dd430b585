/**
 * Takes docs/inspector.png: the page in Chromium, with some deliveries to a listener in front of an app.
 * The fonts are those of fontconfig (FONTCONFIG_FILE), or the browser's own; pngquant makes it
 * smaller where it is installed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { launchBrowser } from '../../test/helpers/browser.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-screenshot-'));

const app = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"received":true,"queued":["crm","welcome-email"]}');
}).listen(0, '127.0.0.1');
await once(app, 'listening');
const { port } = app.address() as AddressInfo;
const ports = ['--port', '0', '--inspect', '0'];
const listener = run('listen', '--json', ...ports, '--forward-to', `${port}/hooks/logto`);
try {
  const [line] = await once(createInterface({ input: listener.stdout ?? process.stdin }), 'line');
  const { url, inspector } = JSON.parse(line);
  await deliver(url);
  await takeScreenshot(inspector);
} finally {
  listener.kill();
  app.close();
  app.closeAllConnections();
  rmSync(cwd, { recursive: true, force: true });
}

async function deliver(url: string): Promise<void> {
  const send = (...args: string[]) => finish(run('send', ...args, '--to', url));
  await send('--scenario', 'sign-up-with-organization');
  await send('Organization.Created', 'OrganizationRole.Scopes.Updated');
  await send('PostSignIn', '--tamper', '--expect', '401');
  await send('User.Data.Updated', 'Identifier.Lockout', 'PostResetPassword');
  await send('User.SuspensionStatus.Updated', '--unset', 'ip');
  await send('PostSignIn');
}

async function takeScreenshot(url: string): Promise<void> {
  const { browser, close } = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('Replayed: 200').waitFor({ state: 'visible' });
    await page.getByRole('tab', { name: 'Payload' }).click();
    await page.getByText('Replayed: 200').waitFor({ state: 'detached' });
    mkdirSync(path.join(root, 'docs'), { recursive: true });
    const file = path.join(root, 'docs/inspector.png');
    await page.screenshot({ path: file });
    const { error } = spawnSync('pngquant', ['--force', '--ext', '.png', file], {
      stdio: 'inherit',
    });
    if (error) process.stderr.write('pngquant is not installed: the picture stays large.\n');
  } finally {
    await close();
  }
}

function run(...args: string[]): ChildProcess {
  const bin = path.join(root, 'bin/logto-hooks.js');
  return spawn(process.execPath, [bin, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function finish(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  await once(child, 'close');
}
