import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import PQueue from 'p-queue';
import { describe, expect, it } from 'vitest';
import { fixture, sign, verifySignature } from '../../src/index.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { freePort } from '../helpers/free-port.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { startReceiver } from '../helpers/receiver.ts';
import { startTenant } from '../helpers/tenant/start.ts';
import { isThorough } from '../helpers/thorough.ts';
import { readCommands } from './pages.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');
const body = JSON.stringify(fixture('PostRegister'));

/** Commands that need services that this machine does not have. */
const notRun = ['listen --tenant --tunnel', 'tenant login', 'tenant login --profile staging'];
/** Arguments to add to commands, by their first words, so that they are quick and change only their directory. */
const additions: readonly [beginning: string, added: string][] = [
  ['init', '--yes --no-install --no-git'],
  ['listen', '--port 0'],
  ['test --to', '-e PostSignIn --only accepts'],
];
const neverEnds = /^listen|--watch/;
/** Output of a command that never ends, once it is ready. */
const isReady = /Listening|"ready"|Ctrl\+C/;
/** Commands that run last, because others depend on the newest delivery and on unique webhook names. */
const changes = /^(?:send|tenant create)\b/;
/** Commands that exit with 1, because their delivery is rejected on purpose. */
const fails = /--tamper$/;
/** Commands that exit with 0 or 1, depending on this machine. */
const mayFail = /^doctor/;

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Creates a directory with the files of the examples, and an `npx` that runs the built command. */
function createProject(): string {
  const cwd = temporaryDirectory();
  const scripts = {
    start: `node -e "http.createServer((q, s) => s.writeHead(204).end()).listen(process.env.PORT)"`,
    'dump-users': 'cat users.ndjson',
  };
  const manifest = { name: 'shop', scripts, dependencies: { express: '^5.0.0' } };
  writeFileSync(path.join(cwd, 'package.json'), JSON.stringify(manifest));
  const app = "const express = require('express');\nconst app = express();\napp.listen(3000);\n";
  writeFileSync(path.join(cwd, 'app.js'), app);
  writeFileSync(path.join(cwd, 'payload.json'), body);
  writeFileSync(path.join(cwd, 'users.ndjson'), '');
  for (const fixtures of ['recorded', '.logto-hooks/fixtures']) {
    const directory = path.join(cwd, fixtures, 'PostSignIn');
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'sign-in.json'), JSON.stringify(fixture('PostSignIn')));
  }
  for (const directory of ['.bin', 'logto']) mkdirSync(path.join(cwd, directory));
  const npx = `#!/bin/sh\nshift\nexec '${process.execPath}' '${bin}' "$@"\n`;
  writeFileSync(path.join(cwd, '.bin/npx'), npx, { mode: 0o755 });
  return cwd;
}

function start(command: string, { cwd, env }: Place): ChildProcess {
  const { LOGTO_WEBHOOK_SIGNING_KEY, NO_COLOR, FORCE_COLOR, CI, ...clean } = process.env;
  return spawn('sh', ['-c', `exec npx logto-hooks ${command}`], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...clean, ...env, PATH: `${cwd}/.bin:${process.env.PATH}` },
  });
}

/** Runs a command to its end; one that never ends is interrupted once it is ready. */
async function run(command: string, place: Place): Promise<Run> {
  const child = start(command, place);
  const onOutput = (chunk: Buffer) => {
    if (neverEnds.test(command) && isReady.test(String(chunk))) child.kill('SIGINT');
  };
  child.stdout?.on('data', onOutput);
  child.stderr?.on('data', onOutput);
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (!child.stdout || !child.stderr) throw new Error('No output');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** The example of a deployed receiver. */
const deployed = 'https://hooks.example.com/webhooks/logto';

/** Returns the command with the ports of this run. */
function adapt(command: string, ports: Readonly<Record<string, string>>, listener: string): string {
  if (command.startsWith('send') && !command.includes('--to')) return `${command} --to ${listener}`;
  const added = additions.flatMap(([beginning, words]) =>
    command.startsWith(beginning) && !command.includes('--list') ? words.split(/ (?=-)/) : [],
  );
  const missing = added.filter((word) => !command.includes(word.split(' ')[0] ?? ''));
  const adapted = command.replace(/(?<=\s|localhost:)300[01]\b/g, (port) => ports[port] ?? port);
  return [adapted, ...missing].join(' ');
}

function expectedCode(command: string): number {
  if (neverEnds.test(command)) return 130;
  return fails.test(command) ? 1 : 0;
}

const portOf = (url: string) => new URL(url).port;

describe('README and guides', () => {
  it('show only commands that work as written', async () => {
    const app = await startReceiver((_, response) => response.writeHead(204).end());
    const receiver = await startReceiver(({ body: raw, headers }, response) => {
      const isValid = verifySignature(raw, headers['logto-signature-sha-256'], signingKey);
      response.writeHead(isValid ? 204 : 401).end();
    });
    const tenant = await startTenant();
    tenant.addHook({ name: 'my-webhook', signingKey, config: { url: `${app.url}/hook` } });
    await tenant.emit('User.Created');
    const env = {
      ...tenant.env,
      ...{ LOGTO_WEBHOOK_SIGNING_KEY: signingKey, SIGNATURE: sign(body, signingKey) },
      ...{ EDITOR: 'true', XDG_STATE_HOME: temporaryDirectory() },
    };
    const shared = { cwd: createProject(), env };
    const listener = await startListener(['--forward-to', app.url], {
      cwd: shared.cwd,
      env: { LOGTO_WEBHOOK_SIGNING_KEY: signingKey },
    });
    listener.discard();
    expect(await run(`send PostRegister --to ${listener.url}`, shared)).toMatchObject({ code: 0 });

    const commands = readCommands().filter((command) => !notRun.includes(command));
    const isLast = (command: string) => changes.test(command);
    const check = async (command: string) => {
      const isShared = /^(?:send|replay|history(?! clear))\b/.test(command);
      const place = isShared ? shared : { cwd: createProject(), env };
      const target = command.startsWith('test') ? receiver : app;
      const port = command.includes('--start') ? String(await freePort()) : portOf(target.url);
      const host = `--mirror ${new URL(app.url).host}`;
      const local = command.replace(deployed, receiver.url).replace(/--mirror \S+\.com/, host);
      const adapted = adapt(local, { 3000: port, 3001: portOf(app.url) }, listener.url);
      const { code, stderr } = await run(adapted, place);
      const isExpected = code === expectedCode(command) || (code === 1 && mayFail.test(command));
      return isExpected ? [] : [{ command: adapted, code, stderr }];
    };
    const failures = await new PQueue({ concurrency: 3 }).addAll(
      commands.filter((command) => !isLast(command)).map((command) => () => check(command)),
    );
    for (const command of commands.filter(isLast)) failures.push(await check(command));
    expect(commands.length).toBeGreaterThan(isThorough ? 50 : 10);
    expect(failures.flat()).toEqual([]);
  }, 180_000);
});
