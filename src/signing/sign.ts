import type { DefineCommand } from '../cli/definition.ts';
import { signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { announceKey } from '../cli/output/signing-key.ts';
import { readInput } from '../cli/read-input.ts';
import { sign, signatureHeader } from '../core/logto/signature.ts';
import { resolveSigningKey } from '../core/workspace/signing-key.ts';

export const defineSign: DefineCommand = (command, terminal) => {
  const { out, err, cwd, env } = terminal;
  command
    .argument('[file|-]', 'File with the body (default: stdin)')
    .addOption(signingKeyOption)
    .option('--json', 'Print one JSON object')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks sign body.json', 'sign a file'],
          ['printf \'%s\' "$BODY" | logto-hooks sign', 'from a pipe, without a newline'],
        ],
        out.style,
      ),
    )
    .action(async (file, { signingKey, json }) => {
      const body = await readInput(file, terminal);
      const key = resolveSigningKey({ cwd, env, flag: signingKey });
      announceKey(key, err);
      const signature = sign(body, key.value);
      out.line(
        json
          ? JSON.stringify({
              type: 'signature',
              header: signatureHeader,
              signature,
              bytes: body.length,
            })
          : signature,
      );
    });
};
