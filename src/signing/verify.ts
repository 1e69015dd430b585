import type { DefineCommand } from '../cli/definition.ts';
import { signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { readInput } from '../cli/read-input.ts';
import { diagnoseKeys, findMatchingKey } from '../core/diagnosis/diagnose-keys.ts';
import { UsageError } from '../core/errors.ts';
import { signatureHeader } from '../core/logto/signature.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { findSigningKeys, resolveSigningKeys } from '../core/workspace/signing-key.ts';
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
      const { keys, otherKeys } = configuredKeys(signingKey);
      const body = await readInput(file, terminal);
      const value = headerValue(signature);
      const diagnosis = diagnoseKeys(body, value, keys, otherKeys);
      const key = findMatchingKey(body, value, keys)?.source ?? null;
      terminal.exitCode = diagnosis ? 1 : 0;
      if (json) {
        const { cause = null, message = null, remedy = null } = diagnosis ?? {};
        const valid = diagnosis === null;
        const record = { type: 'verification', valid, key, cause, message, remedy };
        return out.line(JSON.stringify(record));
      }
      const matched = keys.length > 1 ? key : null;
      out.lines(renderVerification(diagnosis, { bytes: body.length, key: matched }, out.style));
    });

  /** Returns the configured keys; creates none, because a new key cannot have signed anything. */
  function configuredKeys(flag: readonly string[] | undefined) {
    const all = findSigningKeys({ cwd, env, flag });
    if (all.length === 0 && flag === undefined) {
      throw new UsageError(
        'No signing key is set.',
        `Pass --signing-key, or set ${signingKeyVariable}.`,
      );
    }
    const keys = resolveSigningKeys({ cwd, env, flag });
    return { keys, otherKeys: all.slice(keys.length) };
  }
};

/** Returns a header's value, given the value or a whole header line. */
function headerValue(signature: string): string {
  const line = new RegExp(`^${signatureHeader}:\\s*`, 'i');
  return signature.replace(line, '');
}
