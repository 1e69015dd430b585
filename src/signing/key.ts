import path from 'node:path';
import type { DefineCommand } from '../cli/definition.ts';
import { jsonOption, signingKeyOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import { announceKey, printSigningKey } from '../cli/output/signing-key.ts';
import { writeEnvVariable } from '../core/workspace/env-file.ts';
import { signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { resolveSigningKey } from '../core/workspace/signing-key.ts';

export const defineKey: DefineCommand = (command, terminal) => {
  const { out, err, cwd, env } = terminal;
  command
    .addOption(signingKeyOption)
    .option('--write-env [file]', 'Write it to a .env file (default: .env)')
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks key', 'print the key that listen and send use'],
          ['logto-hooks key --write-env', 'write it to .env for your app'],
        ],
        out.style,
      ),
    )
    .action(({ signingKey, writeEnv, json }) => {
      const key = resolveSigningKey({ cwd, env, flag: signingKey });
      announceKey(key, err);
      const { value, source } = key;
      const print = (more: object) =>
        out.line(JSON.stringify({ type: 'signing-key', source, ...more }));
      if (writeEnv === undefined) return json ? print({ value }) : printSigningKey(value, out);
      const file = path.resolve(cwd, writeEnv === true ? '.env' : writeEnv);
      writeEnvVariable(file, signingKeyVariable, value, cwd);
      if (json) return print({ file });
      err.line(`${signingKeyVariable} is set in ${path.relative(cwd, file) || file}.`);
    });
};
