import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseEnv } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { runCli, temporaryDirectory } from './cli.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface MadeProject {
  readonly directory: string;
  readonly signingKey: string;
}

/** Creates a project with `init` that uses the packages of this repository. */
export async function makeProject(...args: string[]): Promise<MadeProject> {
  const cwd = temporaryDirectory();
  const { code, stderr } = await runCli(
    ['init', 'project', '--yes', '--no-install', '--no-git', ...args],
    { cwd },
  );
  expect([code, stderr]).toEqual([0, '']);
  const directory = path.join(cwd, 'project');
  symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'));
  const { LOGTO_WEBHOOK_SIGNING_KEY: signingKey = '' } = parseEnv(
    readFileSync(path.join(directory, '.env'), 'utf8'),
  );
  return { directory, signingKey };
}

/** Runs a program from node_modules in a project. */
export async function runIn(
  { directory }: MadeProject,
  program: string,
  ...args: string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const bin = path.join(root, 'node_modules/.bin', program);
  const child = spawn(bin, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

export interface RunningProject {
  readonly url: string;
  readonly child: ChildProcess;
  /** The lines it has logged so far. */
  readonly log: readonly string[];
  /** The exit code, or null if a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Starts a project's server on a free port; it is killed after the test. */
export function startProject(
  { directory }: MadeProject,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningProject> {
  return startProgram(process.execPath, env, ['--import', 'tsx', 'src/server.ts'], directory);
}

/** Starts a receiver's program on a free port, as `startProject` does. */
export async function startProgram(
  program: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  cwd = path.dirname(program),
): Promise<RunningProject> {
  const { LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
  const child = spawn(program, args, {
    cwd,
    env: { ...clean, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exited = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  const log: string[] = [];
  const url = new Promise<string>((resolve) => {
    const onLine = (line: string) => {
      log.push(line);
      const [, found] =
        /(?:"listening","url":"|listening at |running on )([^" ]+)/.exec(line) ?? [];
      if (found) resolve(found);
    };
    // Go and Python log to standard error.
    for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  });
  const ended = exited.then((code) =>
    expect.fail(`It exited with ${code} before listening: ${log.join('\n')}`),
  );
  return { url: await Promise.race([url, ended]), child, log, exited };
}

/** Starts a receiver's program on a port in use, and expects one line that says so instead of a stack trace. */
export async function expectPortInUse(
  { directory, signingKey }: MadeProject,
  program: string,
  ...args: string[]
): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { status, stderr } = spawnSync(program, args, {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, LOGTO_WEBHOOK_SIGNING_KEY: signingKey, PORT: String(port) },
  });
  const line = `Port ${port} is already in use. Stop the program that uses it, or set PORT.`;
  expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([1, expect.stringContaining(line)]);
  expect(stderr).not.toMatch(/^ +at |Traceback/m);
}
