/**
 * The main job, as a user would see it: a listener on a free port, every event of Logto sent to it.
 * Everything runs in a directory of its own, which is removed afterwards.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const bin = path.resolve(import.meta.dirname, '../bin/logto-hooks.js');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-demo-'));
const { LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
const colour = process.stdout.isTTY && !clean.NO_COLOR ? { FORCE_COLOR: '1' } : {};
const events = 31;

try {
  process.exitCode = await demonstrate();
} finally {
  rmSync(cwd, { recursive: true, force: true });
}

async function demonstrate() {
  console.log(`$ logto-hooks listen --port 0 --exit-after ${events}`);
  const listener = start([
    'listen',
    '--port',
    '0',
    '--exit-after',
    `${events}`,
    '--exit-timeout',
    '60s',
  ]);
  listener.stdout.pipe(process.stdout);
  listener.stderr.pipe(process.stdout);
  const listened = exitCode(listener);
  const url = await Promise.race([urlOf(listener), listened.then(() => undefined)]);
  if (!url) return 1;

  const sender = start(['send', '--all', '--to', url]);
  let report = '';
  for (const stream of [sender.stdout, sender.stderr])
    stream.on('data', (chunk) => (report += chunk));
  const sent = await exitCode(sender);
  const heard = await listened;
  console.log(`\n$ logto-hooks send --all --to ${url}\n${report}`);
  if (sent !== 0 || heard !== 0) {
    console.log(`Not every event was verified (listen: exit ${heard}, send: exit ${sent}).`);
    return 1;
  }
  console.log(`${events} of ${events} events signed, delivered and verified.`);
  console.log("Now your app: 'npx logto-hooks send PostRegister --to <its URL>'.");
  return 0;
}

function start(args) {
  return spawn(process.execPath, [bin, ...args], { cwd, env: { ...clean, ...colour } });
}

/** The address in the listener's banner, as soon as it is there. */
function urlOf(listener) {
  return new Promise((resolve) => {
    let banner = '';
    listener.stderr.on('data', (chunk) => {
      banner += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(banner) ?? [];
      if (url) resolve(url);
    });
  });
}

function exitCode(child) {
  return new Promise((resolve) => child.on('close', resolve));
}
