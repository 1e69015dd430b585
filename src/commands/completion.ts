import { Argument } from '@commander-js/extra-typings';
import { type DefineCommand, examples, loadAll } from '../program.ts';
import { bashCompletion } from '../render/completion/bash.ts';
import { describeCommand } from '../render/completion/described-command.ts';
import { fishCompletion } from '../render/completion/fish.ts';
import { zshCompletion } from '../render/completion/zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export const defineCompletion: DefineCommand = (command, terminal) => {
  const { out } = terminal;
  command
    .addArgument(
      new Argument('<shell>', 'the shell to complete in').choices(['bash', 'zsh', 'fish'] as const),
    )
    .addHelpText(
      'after',
      examples(
        [
          ['echo \'eval "$(logto-hooks completion bash)"\' >> ~/.bashrc', 'bash'],
          ['echo \'eval "$(logto-hooks completion zsh)"\' >> ~/.zshrc', 'zsh, after compinit'],
          ['logto-hooks completion fish > ~/.config/fish/completions/logto-hooks.fish', 'fish'],
        ],
        out.style,
      ),
    )
    .action(async (shell) => {
      const program = describeCommand(await loadAll(terminal));
      out.write(scripts[shell](program));
    });
};
