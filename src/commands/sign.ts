import { sign, signatureHeader } from '../core/signature.ts';
import { resolveSigningKey } from '../core/signing-key.ts';
import { examples } from '../render/examples.ts';
import { announceKey } from '../render/signing-key.ts';
import type { DefineCommand } from './definition.ts';
import { signingKeyOption } from './options.ts';
import { readInput } from './read-input.ts';

export const defineSign: DefineCommand = (command, terminal) => {
  const { out, err, cwd, env } = terminal;
  command
    .argument('[file|-]', 'the body, byte for byte (default: standard input)')
    .addOption(signingKeyOption)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks sign body.json', 'the signature of a file'],
          ['printf \'%s\' "$BODY" | logto-hooks sign', 'piped in; echo would add a newline'],
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
