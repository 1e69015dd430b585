import { closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import type { IPty } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished } from 'vitest';
import { temporaryDirectory } from './cli.ts';
import { eventually } from './eventually.ts';
import { signingKey } from './listener.ts';

export const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');

/** Pseudo-terminals; undefined on platforms without a prebuilt binary. */
export const pseudoTerminals = await import('@lydell/node-pty').catch(() => undefined);

export interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** `listen` in a real terminal, with the screen as a person sees it. */
export interface Session {
  readonly url: string;
  readonly pid: number;
  press(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Returns the rows of the screen without empty ones at the end. */
  screen(): string[];
  /** Waits until the screen shows a text. */
  sees(text: string | RegExp): Promise<void>;
  /** Returns the output so far, including escape sequences. */
  written(): string;
  isCursorHidden(): boolean;
  isAlternate(): boolean;
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
}

/** A command in a real terminal. */
export interface TerminalRun {
  write(keys: string): void;
  /** Returns the output so far without escape sequences. */
  written(): string;
  /** Returns the output so far with escape sequences. */
  raw(): string;
  sees(text: string): Promise<void>;
  readonly exited: Promise<{ readonly exitCode: number }>;
}

/**
 * Keeps the terminal open until a program's output is read. Otherwise libuv can drop what the program wrote
 * last: it takes a partial read after the other end was closed for the end (libuv issue 4992).
 */
function keepOpen(
  { ptsName }: IPty & { readonly ptsName?: string },
  exited: Promise<unknown>,
): void {
  if (ptsName === undefined) return;
  const slave = openSync(ptsName, constants.O_RDWR | constants.O_NOCTTY);
  void exited.then(() => closeSync(slave));
}

/** Runs the built command in a terminal of 100 columns; it is killed after the test. */
export function startTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): TerminalRun {
  return startInTerminal([process.execPath, bin, ...args], env);
}

/** Runs a program in a terminal of 100 columns; it is killed after the test. */
export function startInTerminal(
  [program, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): TerminalRun {
  if (!pseudoTerminals) throw new Error('Pseudo-terminals are not available.');
  const { CI, NO_COLOR, FORCE_COLOR, LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
  const child = pseudoTerminals.spawn(program, args, {
    ...{ cols: 100, rows: 30, cwd: temporaryDirectory() },
    env: { ...clean, TERM: 'xterm-256color', ...env },
  });
  let text = '';
  child.onData((chunk) => {
    text += chunk;
  });
  let isOver = false;
  const exited = new Promise<{ exitCode: number }>((resolve) => child.onExit(resolve));
  void exited.then(() => {
    isOver = true;
  });
  keepOpen(child, exited);
  onTestFinished(() => {
    if (!isOver) process.kill(child.pid, 'SIGKILL');
  });
  const written = () => stripVTControlCharacters(text);
  return {
    write: (keys) => child.write(keys),
    written,
    raw: () => text,
    sees: (wanted) => eventually(() => expect(written()).toContain(wanted)),
    exited,
  };
}

/** Starts `listen` in a terminal and waits for its footer. */
export async function startSession(
  args: readonly string[] = [],
  { columns = 80, rows = 24, cwd = temporaryDirectory(), env = {} }: PtyOptions = {},
): Promise<Session> {
  if (!pseudoTerminals) throw new Error('Pseudo-terminals are not available.');
  const { CI, NO_COLOR, FORCE_COLOR, LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const child = pseudoTerminals.spawn(
    process.execPath,
    [bin, 'listen', '--port', '0', '--signing-key', signingKey, ...args],
    { cols: columns, rows, cwd, env: { ...clean, TERM: 'xterm-256color', ...env } },
  );
  let written = '';
  child.onData((text) => {
    written += text;
    emulator.write(text);
  });
  const exited = new Promise<{ exitCode: number; signal: number | undefined }>((resolve) => {
    child.onExit(({ exitCode, signal }) => resolve({ exitCode, signal }));
  });
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  keepOpen(child, exited);
  onTestFinished(() => {
    if (!isOver) process.kill(child.pid, 'SIGKILL');
    emulator.dispose();
  });

  const screen = (): string[] => {
    const { active } = emulator.buffer;
    const lines = Array.from(
      { length: emulator.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  };
  const sees = (text: string | RegExp) =>
    eventually(() => expect(screen().join('\n')).toMatch(text));
  await sees(/received · /);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(written)?.[0] ?? expect.fail(written);
  return {
    url,
    pid: child.pid,
    press: (keys) => child.write(keys),
    resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    screen,
    sees,
    written: () => written,
    isCursorHidden: () => written.lastIndexOf('\u001b[?25l') > written.lastIndexOf('\u001b[?25h'),
    isAlternate: () => emulator.buffer.active.type === 'alternate',
    exited,
  };
}

export const keys = { up: '\u001b[A', down: '\u001b[B', enter: '\r', escape: '\u001b' } as const;
