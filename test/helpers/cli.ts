import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { onTestFinished } from 'vitest';

/** No profile of the person who runs the tests is used. */
const configHome = path.join(tmpdir(), 'logto-hooks-test-without-config');

/** Starts the built command, or the single executable that SINGLE_FILE names. */
export const command = process.env.SINGLE_FILE
  ? [path.resolve(process.env.SINGLE_FILE)]
  : [process.execPath, path.resolve(import.meta.dirname, '../../bin/logto-hooks.js')];

export interface RunOptions {
  /** The working directory; by default, a new temporary one. */
  readonly cwd?: string;
  /** Added to an environment without our own variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Standard input; empty by default. */
  readonly input?: string | Uint8Array;
  /** The maximum file size in blocks (`ulimit -f`). */
  readonly fileBlocks?: number;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Creates a directory that is removed after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Starts the built command as a shell would; it is killed after the test. */
export function startCli(
  args: readonly string[],
  { cwd = temporaryDirectory(), env = {}, input = '', fileBlocks }: RunOptions = {},
): ChildProcessWithoutNullStreams {
  const { NO_COLOR, FORCE_COLOR, CI, ...clean } = process.env;
  const limit =
    fileBlocks === undefined ? [] : ['sh', '-c', `ulimit -f ${fileBlocks}; exec "$0" "$@"`];
  const [program = '', ...words] = [...limit, ...command, ...args];
  const direct = Object.entries(clean).filter(([name]) => !/_proxy$|^LOGTO_/i.test(name));
  const child = spawn(program, words, {
    cwd,
    env: { ...Object.fromEntries(direct), XDG_CONFIG_HOME: configHome, ...env },
  });
  child.stdin.on('error', () => {}); // A command that fails early may not read its input.
  child.stdin.end(input);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs the built command to its end. */
export async function runCli(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return finished(startCli(args, options));
}

/** Waits until a command exits and returns its output. */
export async function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (...end) => resolve(end));
  });
  return {
    code,
    signal,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** Parses NDJSON output. */
export function parseLines(ndjson: string): Record<string, unknown>[] {
  return ndjson
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
