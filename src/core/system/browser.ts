import { rmSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import path from 'node:path';
import { runProgram } from './run-program.ts';

/**
 * Opens a page whose URL contains a secret in the user's browser. Every user of the machine can read the
 * arguments of a process, so the browser opens a file that redirects there and that only its owner can read.
 * @param directory for the file; a browser in a sandbox may read the home directory but not the one for
 *   temporary files
 * @returns whether it probably opened, and a function that removes the file
 * @throws the system's error if the file cannot be written
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
      // Does what `start` does, without a shell that would interpret `&`.
      return runProgram('rundll32', ['url.dll,FileProtocolHandler', file]);
    default:
      return runProgram('xdg-open', [file]);
  }
}
