import type { DefineCommand } from '../cli/definition.ts';
import { signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { readInput } from '../cli/read-input.ts';
import { diagnoseSignature } from '../core/diagnosis/diagnose.ts';
import { UsageError } from '../core/errors.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { findSigningKeys } from '../core/workspace/signing-key.ts';
import { renderVerification } from './verification-output.ts';

export const defineVerify: DefineCommand = (command, terminal) => {
  const { out, cwd, env } = terminal;
  command
    .argument('[file|-]', 'File with the body exactly as received (default: stdin)')
    .requiredOption('--signature <hex>', 'Value of the logto-signature-sha-256 header')
    .addOption(signingKeyOption)
    .option('--json', 'Print one JSON object')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks verify body.json --signature e89b…c367', 'with the current key'],
          ['logto-hooks verify --signature "$SIGNATURE" < body.json', 'from a pipe'],
        ],
        out.style,
      ),
    )
    .action(async (file, { signature, signingKey, json }) => {
      const [key, ...otherKeys] = configuredKeys(signingKey);
      const body = await readInput(file, terminal);
      const diagnosis = diagnoseSignature(body, headerValue(signature), key.value, otherKeys);
      terminal.exitCode = diagnosis ? 1 : 0;
      if (json) {
        const { cause = null, message = null, remedy = null } = diagnosis ?? {};
        const valid = diagnosis === null;
        return out.line(JSON.stringify({ type: 'verification', valid, cause, message, remedy }));
      }
      for (const line of renderVerification(diagnosis, body.length, out.style)) out.line(line);
    });

  /** Does not create a key: a new key cannot have signed anything. */
  function configuredKeys(flag: string | undefined) {
    const [key, ...others] = findSigningKeys({ cwd, env, flag });
    if (key && flag !== '') return [key, ...others] as const;
    throw new UsageError(
      flag === '' ? '--signing-key is empty.' : 'No signing key is set.',
      `Pass --signing-key, or set ${signingKeyVariable}.`,
    );
  }
};

/** Accepts a whole header line as well as its value. */
function headerValue(signature: string): string {
  const line = new RegExp(`^${signatureHeader}:\\s*`, 'i');
  return signature.replace(line, '');
}
