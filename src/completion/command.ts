import { Argument, type Command, Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { examples } from '../cli/output/examples.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import { bashCompletion } from './bash.ts';
import {
  describeCommand,
  type KnownValues,
  type ValueKind,
  valueKinds,
} from './described-command.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

interface CompletionSources {
  /** Loads the program with every command and its options. */
  readonly loadProgram: () => Promise<Command>;
  readonly loadKnownValues: () => Promise<KnownValues>;
  /** @param line the words before the cursor */
  readonly listValues: (kind: ValueKind, terminal: Terminal, line: string) => Promise<string[]>;
}

/** Returns the definition of the command, which needs the whole program. */
export const defineCompletion =
  ({ loadProgram, loadKnownValues, listValues }: CompletionSources): DefineCommand =>
  (command, terminal) => {
    const { out } = terminal;
    command
      .addArgument(new Argument('[shell]', 'Shell').choices(['bash', 'zsh', 'fish'] as const))
      .addOption(
        new Option('--values <kind>', 'List the current values, for the scripts')
          .choices(valueKinds)
          .hideHelp(),
      )
      .addOption(
        new Option('--line <words>', 'Words before the cursor, for --values')
          .default('')
          .hideHelp(),
      )
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
      .action(async (shell, { values, line }) => {
        if (values) return out.lines(await listValues(values, terminal, line));
        if (!shell) throw new UsageError('No shell given.', 'Use one of: bash, zsh, fish.');
        out.write(scripts[shell](describeCommand(await loadProgram(), await loadKnownValues())));
      });
  };
