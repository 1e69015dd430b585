import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../errors.ts';

/**
 * Lets the user edit a text in the editor of their choice: `$VISUAL`, `$EDITOR`, else the system's default. The
 * text is in a file that only the user can read, removed afterwards.
 * @param name of the file, so that the editor recognizes its type: `6bsn1p51.json`
 * @throws UsageError if the editor cannot be started, or ends with an error
 */
export async function editText(
  text: string,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const editor = env.VISUAL || env.EDITOR || (platform() === 'win32' ? 'notepad' : 'vi');
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-'));
  const file = path.join(directory, name);
  try {
    writeFileSync(file, text, { mode: 0o600 });
    await runEditor(editor, file);
    return readFileSync(file, 'utf8');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Uses a shell, because an editor may have arguments: `code --wait`. */
function runEditor(editor: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(`${editor} "${file}"`, { shell: true, stdio: 'inherit' });
    const fail = (reason: string) =>
      reject(
        new UsageError(
          `The editor '${editor}' ${reason}; nothing was sent.`,
          'Set VISUAL or EDITOR to one that works here.',
        ),
      );
    child.on('error', (error) => fail(`cannot be started (${error.message})`));
    child.on('close', (code) => (code === 0 ? resolve() : fail(`ended with ${code}`)));
  });
}
