import { platform } from 'node:os';
import { runProgram } from './run-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Copier {
  readonly program: string;
  readonly args: readonly string[];
  readonly encode?: (text: string) => Buffer;
}

/**
 * Puts a text into the clipboard of the system we run on.
 * @returns the program that did it; undefined where none is there or none could
 */
export async function copyText(text: string, env: Environment): Promise<string | undefined> {
  for (const { program, args, encode = Buffer.from } of copiersFor(env)) {
    if (await runProgram(program, args, encode(text))) return program;
  }
  return undefined;
}

/**
 * What makes a terminal itself copy a text, through SSH as well (xterm's OSC 52); whether it did
 * cannot be known. Undefined where it is longer than what xterm and those after it take.
 */
export function copySequence(text: string): string | undefined {
  const encoded = Buffer.from(text).toString('base64');
  return encoded.length > 74_994 ? undefined : `\u001b]52;c;${encoded}\u0007`;
}

function copiersFor({ WAYLAND_DISPLAY, DISPLAY, WSL_DISTRO_NAME }: Environment): Copier[] {
  if (platform() === 'darwin') return [{ program: 'pbcopy', args: [] }];
  if (platform() === 'win32' || WSL_DISTRO_NAME) return [clip];
  const wayland = { program: 'wl-copy', args: [] };
  const x11 = { program: 'xclip', args: ['-selection', 'clipboard'] };
  return [...(WAYLAND_DISPLAY ? [wayland] : []), ...(DISPLAY ? [x11] : [])];
}

/** It takes UTF-16 for what it is, and UTF-8 for the code page of the console. */
const clip: Copier = {
  program: 'clip.exe',
  args: [],
  encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
};
