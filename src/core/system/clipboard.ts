import { platform } from 'node:os';
import { runProgram } from './run-program.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Copier {
  readonly program: string;
  readonly args: readonly string[];
  readonly encode?: (text: string) => Buffer;
}

/**
 * Copies a text to the system's clipboard.
 * @returns the program that did it; undefined if no program is installed or none succeeded
 */
export async function copyText(text: string, env: Environment): Promise<string | undefined> {
  for (const { program, args, encode = Buffer.from } of copiersFor(env)) {
    if (await runProgram(program, args, encode(text))) return program;
  }
  return undefined;
}

/**
 * Returns the escape sequence that makes the terminal copy a text, through SSH as well (xterm's OSC 52). The
 * terminal does not report whether it did. Undefined if the text is longer than xterm-compatible terminals
 * accept.
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

/** clip.exe recognizes UTF-16, but reads UTF-8 as the code page of the console. */
const clip: Copier = {
  program: 'clip.exe',
  args: [],
  encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
};
