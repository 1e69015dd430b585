import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { UsageError } from '../../core/errors.ts';
import { endShell } from '../../core/system/process-tree.ts';
import { type ReceiverState, readState } from './read-state.ts';

interface Place {
  /** The working directory. */
  readonly cwd: string;
  readonly stdin: () => Readable;
}

/**
 * Reads the receiver's state from a file, standard input (`-`) or a shell command.
 * @throws UsageError if it is incomplete: everything that is missing would be sent again
 */
export async function openState(source: string, { cwd, stdin }: Place): Promise<ReceiverState> {
  if (source === '-') return readState(stdin());
  const file = path.resolve(cwd, source);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return readState(createReadStream(file));
  }
  if (/\.(nd)?jsonl?$/.test(source) && !/\s/.test(source)) {
    throw new UsageError(
      `'${source}' does not exist.`,
      'Use a file, or a command that prints the state.',
    );
  }
  return runState(source, cwd);
}

async function runState(command: string, cwd: string): Promise<ReceiverState> {
  const child = spawn(command, { cwd, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-1000);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('error', (error) => {
      complaint = error.message;
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
  try {
    const state = await readState(child.stdout);
    await expectSuccess(ended, command, () => complaint);
    return state;
  } catch (error) {
    await endShell(child);
    // If the command failed, report that instead of the invalid line.
    if (child.exitCode) await expectSuccess(ended, command, () => complaint);
    throw error;
  }
}

async function expectSuccess(
  ended: Promise<number | NodeJS.Signals>,
  command: string,
  complaint: () => string,
): Promise<void> {
  const end = await ended;
  if (end === 0) return;
  const lastLine = complaint().trim().split('\n').at(-1) ?? '';
  throw new UsageError(
    `The command of --state failed (${end}): ${lastLine || command}`,
    'It must print the whole state and exit with 0. Nothing was compared.',
  );
}
