import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import xterm from '@xterm/headless';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { keys, pseudoTerminals } from '../helpers/pty.ts';

const bin = path.resolve(import.meta.dirname, '../../bin/logto-hooks.js');

/** Starts `init` in a real terminal. */
function startInit(args: readonly string[], cwd: string) {
  if (!pseudoTerminals) throw new Error('Pseudo-terminals are not available.');
  const { CI, NO_COLOR, FORCE_COLOR, ...env } = process.env;
  const emulator = new xterm.Terminal({ cols: 80, rows: 40, allowProposedApi: true });
  const child = pseudoTerminals.spawn(process.execPath, [bin, 'init', ...args], {
    ...{ cols: 80, rows: 40, cwd, env: { ...env, TERM: 'xterm-256color' } },
  });
  child.onData((text) => emulator.write(text));
  let isOver = false;
  const exited = new Promise<number>((resolve) => {
    child.onExit(({ exitCode }) => {
      isOver = true;
      resolve(exitCode);
    });
  });
  onTestFinished(() => {
    if (!isOver) process.kill(child.pid, 'SIGKILL');
    emulator.dispose();
  });
  const screen = () =>
    Array.from(
      { length: 40 },
      (_, row) => emulator.buffer.active.getLine(row)?.translateToString(true) ?? '',
    ).join('\n');
  const sees = (text: string | RegExp) => eventually(() => expect(screen()).toMatch(text));
  return { press: (text: string) => child.write(text), sees, exited };
}

it.runIf(pseudoTerminals)(
  'init prompts for the options that the command line left open',
  async () => {
    const cwd = temporaryDirectory();
    const { press, sees, exited } = startInit(['--no-install', '--no-git', '--pm', 'npm'], cwd);
    await sees('Project directory');
    press(' Bad Name');
    press(keys.enter);
    await sees('is not a valid project name. Use lowercase letters');
    press('\u0015asked'); // Ctrl+U clears the line.
    press(keys.enter);
    await sees('Framework');
    press(keys.down);
    await sees('❯ express');
    press(keys.enter);
    await sees('Recipes (optional)');
    press(' ');
    await sees('◉ welcome-email');
    press(keys.enter);
    await sees('Job queue');
    press(keys.enter);
    await sees(/First set these in \.env.*SMTP_URL.*Next:.*cd asked/s);
    expect(await exited).toBe(0);
    const index = readFileSync(path.join(cwd, 'asked/src/handlers/index.ts'), 'utf8');
    expect(index).toContain('[createWelcomeEmail]');
  },
);

it.runIf(pseudoTerminals)('init exits with 130 at Ctrl+C and writes nothing', async () => {
  const cwd = temporaryDirectory();
  const { press, sees, exited } = startInit([], cwd);
  await sees('Project directory');
  press('\u0003');
  expect(await exited).toBe(130);
  expect(existsSync(path.join(cwd, 'logto-webhooks'))).toBe(false);
});
