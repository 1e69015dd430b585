/**
 * Shows the main job: a listener on a free port, and every event of Logto sent to it. Runs in a
 * temporary directory, which is removed afterwards.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const bin = path.resolve(import.meta.dirname, '../bin/logto-hooks.js');
const cwd = mkdtempSync(path.join(tmpdir(), 'logto-hooks-demo-'));
const { LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
const color = process.stdout.isTTY && !clean.NO_COLOR ? { FORCE_COLOR: '1' } : {};
/** All of them, including TrustedDevice.*, which `--all` leaves out because a stock Logto never sends them. */
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

  const sender = start(['send', '*', 'TrustedDevice.*', '--to', url]);
  let report = '';
  for (const stream of [sender.stdout, sender.stderr])
    stream.on('data', (chunk) => (report += chunk));
  const sent = await exitCode(sender);
  const heard = await listened;
  console.log(`\n$ logto-hooks send '*' 'TrustedDevice.*' --to ${url}\n${report}`);
  if (sent !== 0 || heard !== 0) {
    console.log(`Some events were not verified (listen: exit ${heard}, send: exit ${sent}).`);
    return 1;
  }
  console.log(`${events} of ${events} events signed, delivered and verified.`);
  console.log('Next, send an event to your app: npx logto-hooks send PostRegister --to <its URL>');
  return 0;
}

function start(args) {
  return spawn(process.execPath, [bin, ...args], { cwd, env: { ...clean, ...color } });
}

/** Resolves to the address in the listener's banner. */
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
