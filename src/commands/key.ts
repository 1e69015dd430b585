import path from 'node:path';
import { writeEnvVariable } from '../core/env-file.ts';
import { resolveSigningKey, signingKeyVariable } from '../core/signing-key.ts';
import { examples } from '../render/examples.ts';
import { announceKey } from '../render/signing-key.ts';
import type { DefineCommand } from './definition.ts';
import { signingKeyOption } from './options.ts';

export const defineKey: DefineCommand = (command, terminal) => {
  const { out, err, cwd, env } = terminal;
  command
    .addOption(signingKeyOption)
    .option('--write-env [file]', 'set it in a .env file (default: .env), keeping the rest')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks key', 'print the key that listen and send use here'],
          ['logto-hooks key --write-env', 'give it to your app through .env'],
        ],
        out.style,
      ),
    )
    .action(({ signingKey, writeEnv }) => {
      const key = resolveSigningKey({ cwd, env, flag: signingKey });
      announceKey(key, err);
      if (writeEnv === undefined) return out.line(key.value);
      const file = path.resolve(cwd, writeEnv === true ? '.env' : writeEnv);
      writeEnvVariable(file, signingKeyVariable, key.value);
      err.line(`${signingKeyVariable} is set in ${path.relative(cwd, file) || file}.`);
    });
};
