/**
 * Draws docs/images/*.svg: what a person sees in a terminal, from real runs of the built command, for light
 * and dark pages. Times, ids, ports and tokens are replaced, so that a second run writes the same files.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import pty from '@lydell/node-pty';
import { fixture, sign } from '../../src/index.ts';
import { drawTerminal } from './terminal-svg.ts';

const root = path.resolve(import.meta.dirname, '../..');
const bin = path.join(root, 'bin/logto-hooks.js');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-pictures-'));
const images = path.join(root, 'docs/images');
const signingKey = 'kK3xW9vQ2mZ7tR4pL8sN1bD6fG0hJ5cY';
const columns = 92;
const esc = '\u001b';
/** After a dot, in gray. */
const deliveryId = new RegExp(`(?<= · ${esc}\\[22m${esc}\\[2m)[a-z0-9]{8}(?=${esc})`, 'g');

/** Accepts every delivery that does not ask it to fail. */
const app = await serve((request, response) => {
  request.resume();
  if (request.headers['x-fail'] === undefined) return void response.writeHead(204).end();
  response.writeHead(500, { 'content-type': 'application/json' });
  response.end('{"error":"relation \\"lockouts\\" does not exist"}');
});
/** Expects the signature in GitHub's form, a mistake that receivers often make. */
const githubReceiver = await serve(async (request, response) => {
  const body = await buffer(request);
  const expected = `sha256=${sign(body, signingKey)}`;
  response.writeHead(request.headers['logto-signature-sha-256'] === expected ? 204 : 401).end();
});
try {
  mkdirSync(images, { recursive: true });
  await drawListen();
  await drawTest();
} finally {
  for (const server of [app, githubReceiver]) server.close().closeAllConnections();
  rmSync(cwd, { recursive: true, force: true });
}

async function drawListen(): Promise<void> {
  const listener = start(
    'listen',
    '--forward-to',
    `${portOf(app)}`,
    '--port',
    '0',
    '--inspect',
    '0',
  );
  const [url = ''] = await listener.sees(/http:\/\/127\.0\.0\.1:\d+/);
  await listener.sees(/received/);
  await start('send', '--scenario', 'sign-up', '--to', url).exited;
  await start('send', 'Identifier.Lockout', '--to', url, '-H', 'x-fail: yes').exited;
  const body = JSON.stringify(fixture('PostSignIn'));
  const headers = { 'logto-signature-sha-256': `sha256=${sign(body, signingKey)}` };
  await fetch(url, { method: 'POST', headers, body });
  await listener.sees(/prefix[\s\S]*received/);
  await draw('listen', 'npx logto-hooks listen --forward-to 3000', listener.written());
  listener.kill();
  await listener.exited;
}

async function drawTest(): Promise<void> {
  const args = ['test', '--to', `${portOf(githubReceiver)}/webhook`] as const;
  await start(...args).exited; // The first run in a project also prints a note.
  const run = start(...args);
  await run.exited;
  await draw('test', 'npx logto-hooks test --to 3000/webhook', run.written());
}

/** Writes the pictures of a screen, with what differs between runs replaced. */
async function draw(name: string, command: string, written: string): Promise<void> {
  let ids = 0;
  const id = () => ['k4vq81zt', 'w2m9xa0c', 'h7t3bn5e', 'r6y1pd8s'][ids++ % 4] ?? '';
  const masked = written
    .replaceAll(String(portOf(app)), '3000')
    .replaceAll(String(portOf(githubReceiver)), '3000')
    .replace(/(http:\/\/127\.0\.0\.1:)\d+(\/#token=)[\w-]{22}/g, '$14040$2EkV2zcuxqeB-y0iqiXmEcA')
    .replace(/(http:\/\/127\.0\.0\.1:)\d+(?!\/#|\d)/g, '$13333')
    .replace(/ --to \d+(?= \()/g, '')
    .replace(/\d\d:\d\d:\d\d/g, '17:28:58')
    .replace(/\d+(?:\.\d+)? ms/g, '12 ms')
    .replace(/\d+(?:\.\d+)? s\b/g, '1.4 s')
    .replace(deliveryId, id);
  for (const theme of ['light', 'dark'] as const) {
    const svg = await drawTerminal(`$ ${command}\r\n${masked}`, { columns, theme, title: command });
    writeFileSync(path.join(images, `${name}-${theme}.svg`), svg);
  }
}

interface Run {
  readonly exited: Promise<unknown>;
  written(): string;
  sees(pattern: RegExp): Promise<RegExpExecArray>;
  kill(): void;
}

/** Starts the command in a pseudo-terminal. */
function start(...args: string[]): Run {
  const { CI, NO_COLOR, FORCE_COLOR, ...env } = process.env;
  const child = pty.spawn(process.execPath, [bin, ...args], {
    ...{ cols: columns, rows: 40, cwd },
    env: { ...env, TERM: 'xterm-256color', LOGTO_WEBHOOK_SIGNING_KEY: signingKey },
  });
  let text = '';
  let onText = () => {};
  child.onData((chunk) => {
    text += chunk;
    onText();
  });
  return {
    exited: new Promise((resolve) => child.onExit(resolve)),
    written: () => text,
    sees: (pattern) =>
      new Promise((resolve, reject) => {
        const giveUp = () => reject(new Error(`Timed out waiting for ${pattern} in:\n${text}`));
        const timer = setTimeout(giveUp, 30_000);
        onText = () => {
          const match = pattern.exec(text);
          if (!match) return;
          clearTimeout(timer);
          resolve(match);
        };
        onText();
      }),
    kill: () => child.kill('SIGKILL'),
  };
}

async function serve(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
