import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { systemCode } from '../errors.ts';

/**
 * Creates a file that only its owner can read (mode 0600) and returns its content: the value, or another
 * process's value if that was first. The file is written elsewhere and moved into place, so that two commands
 * started together agree on one secret. An empty file counts as missing.
 * @throws the system's error
 */
export function createSecretFile(file: string, value: string): { value: string; created: boolean } {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${value}\n`, { mode: 0o600 });
  try {
    if (readSecret(file) === '') rmSync(file, { force: true });
    putIntoPlace(draft, file);
    return { value, created: true };
  } catch (error) {
    const theirs = systemCode(error) === 'EEXIST' ? readSecret(file) : undefined;
    if (!theirs) throw error;
    return { value: theirs, created: false };
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Links the draft to its name; throws EEXIST if that is taken. */
function putIntoPlace(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    copyFileSync(draft, file, constants.COPYFILE_EXCL); // exFAT and some shared folders have no links.
  }
}

function readSecret(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
