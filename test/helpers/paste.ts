import { writeSync } from 'node:fs';
import process from 'node:process';
import { onTestFinished } from 'vitest';
import { eventually } from './eventually.ts';
import { pseudoTerminals } from './pty.ts';

const shells = {
  sh: { program: 'sh', args: ['-i'] },
  bash: { program: 'bash', args: ['--norc', '--noprofile', '-i'] },
  zsh: { program: 'zsh', args: ['-f', '-i'] },
} as const;

export interface Shell {
  /** Pastes text, presses Enter, and waits for the prompt. */
  paste(text: string): Promise<void>;
}

export interface ShellOptions {
  readonly cwd: string;
  /** Whether the terminal marks pasted text (bracketed paste). */
  readonly bracketed: boolean;
  readonly locale: string;
}

/** Starts an interactive shell in a terminal, without any user configuration. */
export async function startShell(
  shell: keyof typeof shells,
  { cwd, bracketed, locale }: ShellOptions,
): Promise<Shell> {
  if (!pseudoTerminals) throw new Error('Pseudo-terminals are not available.');
  const { program, args } = shells[shell];
  const child = pseudoTerminals.spawn(program, [...args], {
    ...{ cols: 120, rows: 40, cwd },
    env: {
      ...{ PATH: process.env.PATH ?? '', HOME: cwd, TERM: 'xterm-256color', LC_ALL: locale },
      ...{ INPUTRC: '/dev/null', HISTFILE: '/dev/null', PS1: 'ready> ', NO_PROXY: '*' },
    },
  });
  onTestFinished(() => void process.kill(child.pid, 'SIGKILL'));
  let written = '';
  let check = (): void => {};
  child.onData((text) => {
    written += text;
    check();
  });
  /** Checks only when there is new text, because the text is long. */
  const sees = (text: string) =>
    new Promise<void>((resolve) => {
      check = () => {
        if (written.includes(text)) resolve();
      };
      check();
    });
  await sees('ready> ');
  let pastes = 0;
  return {
    async paste(text) {
      pastes++;
      // Without bracketed paste, a terminal types Enter for each newline.
      const typed = bracketed ? `\u001b[200~${text}\u001b[201~` : text.replaceAll('\n', '\r');
      // The shell reads the echo command after the pasted one has ended.
      await type(child, `${typed}\recho end-$((${pastes} + 0))-\r`);
      await sees(`end-${pastes}-`);
    },
  };
}

/** Types text. The library's own `write` would block until the shell's echo is read, which never happens. */
async function type(child: object, text: string): Promise<void> {
  const descriptor = 'fd' in child ? Number(child.fd) : Number.NaN;
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const written = await eventually(() => writeSync(descriptor, rest)); // Throws EAGAIN when full.
    rest = rest.subarray(written);
  }
}
