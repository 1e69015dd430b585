/**
 * Takes docs/inspector.png: the page in Chromium, with some deliveries to a listener in front of an app.
 * The fonts are those of fontconfig (FONTCONFIG_FILE), or the browser's own; pngquant makes it
 * smaller where it is installed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { launchBrowser } from '../../test/helpers/browser.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-screenshot-'));
const port = 3000;

const app = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"received":true,"queued":["crm","welcome-email"]}');
}).listen(port, '127.0.0.1');
const listener = run('listen', '--json', '--inspect', '--forward-to', `${port}/hooks/logto`);
try {
  const [line] = await once(createInterface({ input: listener.stdout ?? process.stdin }), 'line');
  await deliver();
  await takeScreenshot(JSON.parse(line).inspector);
} finally {
  listener.kill();
  app.close();
  app.closeAllConnections();
  rmSync(cwd, { recursive: true, force: true });
}

async function deliver(): Promise<void> {
  await finish(run('send', '--scenario', 'sign-up-with-organization'));
  await finish(run('send', 'Organization.Created', 'OrganizationRole.Scopes.Updated'));
  await finish(run('send', 'PostSignIn', '--tamper', '--expect', '401'));
  await finish(run('send', 'User.Data.Updated', 'Identifier.Lockout', 'PostResetPassword'));
  await finish(run('send', 'User.SuspensionStatus.Updated', '--unset', 'ip'));
  await finish(run('send', 'PostSignIn'));
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
