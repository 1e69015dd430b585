import { randomBytes } from 'node:crypto';
import { systemCode, UsageError } from '../errors.ts';
import { createSecretFile } from '../workspace/secret-file.ts';
import { stateFile } from '../workspace/state-directory.ts';

/**
 * The key of all pseudonyms of a project, kept in `.logto-hooks/redaction-key` (mode 0600) so that
 * they stay the same from run to run; made on first use. Nothing else may hold it: with it, one could
 * try likely names until a pseudonym comes out.
 * @param cwd the working directory
 * @throws UsageError when it cannot be read or made
 */
export function resolveRedactionKey(cwd: string): string {
  const file = stateFile(cwd, 'redaction-key');
  try {
    return createSecretFile(file, randomBytes(32).toString('hex')).value;
  } catch (error) {
    throw new UsageError(
      `${file} cannot be used (${systemCode(error) ?? 'it is empty'}).`,
      'Fix its permissions, or remove it to get a new key and new pseudonyms.',
      { cause: error },
    );
  }
}
