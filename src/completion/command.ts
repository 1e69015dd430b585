import { Argument, type Command } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { examples } from '../cli/output/examples.ts';
import { bashCompletion } from './bash.ts';
import { describeCommand } from './described-command.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** @param loadProgram loads the program with every command and its options */
export const defineCompletion =
  (loadProgram: () => Promise<Command>): DefineCommand =>
  (command, { out }) => {
    command
      .addArgument(new Argument('<shell>', 'Shell').choices(['bash', 'zsh', 'fish'] as const))
      .addHelpText(
        'after',
        examples(
          [
            ['echo \'eval "$(logto-hooks completion bash)"\' >> ~/.bashrc', 'bash'],
            ['echo \'eval "$(logto-hooks completion zsh)"\' >> ~/.zshrc', 'zsh, after compinit'],
            ['logto-hooks completion fish > ~/.config/fish/completions/logto-hooks.fish', ''],
          ],
          out.style,
        ),
      )
      .action(async (shell) => {
        const program = describeCommand(await loadProgram());
        out.write(scripts[shell](program));
      });
  };
