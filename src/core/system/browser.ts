import { rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import path from 'node:path';
import { runProgram } from './run-program.ts';

/**
 * Opens a page whose address holds a secret in the user's browser. Every user of the machine can read the
 * arguments of a process, so the browser is given a file that only its owner can read and that leads there.
 * @param directory where the file is put; a browser in a sandbox may read the home directory but not the
 * one for temporary files
 * @returns whether that can be believed, and what removes the file
 * @throws the system's error where the file cannot be written
 */
export async function openPrivately(
  url: string,
  directory: string,
): Promise<{ isOpen: boolean; remove: () => void }> {
  const file = path.join(directory, 'open-inspector.html');
  const remove = () => rmSync(file, { force: true });
  remove();
  writeFileSync(file, redirectTo(url), { mode: 0o600, flag: 'wx' });
  return { isOpen: await openFile(file), remove };
}

function redirectTo(url: string): string {
  const address = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0;url=${address}">`,
    '<title>logto-hooks</title>',
    `<a href="${address}">Open the inspector</a>`,
    '',
  ].join('\n');
}

function openFile(file: string): Promise<boolean> {
  switch (platform()) {
    case 'darwin':
      return runProgram('open', [file]);
    case 'win32':
      // What `start` does, without a shell that reads `&` as its own.
      return runProgram('rundll32', ['url.dll,FileProtocolHandler', file]);
    default:
      return runProgram('xdg-open', [file]);
  }
}
