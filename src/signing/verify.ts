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
    .argument('[file|-]', 'the body, byte for byte as it arrived (default: standard input)')
    .requiredOption('--signature <hex>', 'the value of the header logto-signature-sha-256')
    .addOption(signingKeyOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks verify body.json --signature e89b…c367', 'with the key that is set here'],
          ['logto-hooks verify --signature "$SIGNATURE" < body.json', 'the body piped in'],
        ],
        out.style,
      ),
    )
    .action(async (file, { signature, signingKey, json }) => {
      const [key, ...otherKeys] = keysHere(signingKey);
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

  /** None is created: a key made just now has signed nothing. */
  function keysHere(flag: string | undefined) {
    const [key, ...others] = findSigningKeys({ cwd, env, flag });
    if (key && flag !== '') return [key, ...others] as const;
    throw new UsageError(
      flag === '' ? '--signing-key is empty.' : 'There is no signing key to verify with.',
      `Give it with --signing-key, or set ${signingKeyVariable}.`,
    );
  }
};

/** A header line copied whole is as good as its value. */
function headerValue(signature: string): string {
  const line = new RegExp(`^${signatureHeader}:\\s*`, 'i');
  return signature.replace(line, '');
}
