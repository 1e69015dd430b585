import { randomBytes } from 'node:crypto';
import { systemCode, UsageError } from '../errors.ts';
import { createSecretFile } from '../workspace/secret-file.ts';
import { stateFile } from '../workspace/state-directory.ts';

/**
 * Returns the key of a project's pseudonyms, kept in `.logto-hooks/redaction-key` (mode 0600) so that they stay
 * the same in every run; created on first use. It is secret: anyone who has it can find the name behind a
 * pseudonym by trying likely ones.
 * @param cwd the working directory
 * @throws UsageError if it cannot be read or created
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
