import { singleQuote } from '../cli/output/text/shell.ts';
import {
  type DescribedCommand,
  type DescribedOption,
  type DescribedValue,
  withSubcommands,
} from './described-command.ts';

/** A completion script for zsh: to be evaluated after compinit, or saved in $fpath. */
export function zshCompletion(program: DescribedCommand): string {
  const main = functionName(program, []);
  const functions = withSubcommands(program).map((command) => commandFunction(program, command));
  return `#compdef ${program.name}
# Completion of ${program.name} in zsh. Put into ~/.zshrc, after compinit: eval "$(${program.name} completion zsh)"

${functions.join('\n')}
if [[ $funcstack[1] == ${main} ]]; then
  ${main} "$@"
else
  compdef ${main} ${program.name}
fi
`;
}

function commandFunction(program: DescribedCommand, command: DescribedCommand): string {
  const options = command.options.map(optionSpec);
  const name = functionName(program, command.path);
  if (command.subcommands.length === 0) {
    const specs = [...options, ...command.arguments.map(argumentSpec)];
    return `${name}() {\n  _arguments -s -S ${specs.join(' \\\n    ')}\n}\n`;
  }
  const summaries = command.subcommands.map((subcommand) =>
    singleQuote(`${subcommand.name}:${subcommand.summary}`),
  );
  const calls = command.subcommands.map(
    (subcommand) => `        ${subcommand.name}) ${functionName(program, subcommand.path)} ;;`,
  );
  return `${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C -s -S ${[...options, "'1: :->command'", "'*:: :->rest'"].join(' \\\n    ')} && return
  case $state in
    command)
      local -a commands=(
        ${summaries.join('\n        ')}
      )
      _describe -t commands command commands
      ;;
    rest)
      case $line[1] in
${calls.join('\n')}
      esac
      ;;
  esac
}
`;
}

/** As _arguments reads it: `'(-a --all)'{-a,--all}'[description]'`. */
function optionSpec({ flags, description, value }: DescribedOption): string {
  const explanation = `[${description.replace(/[\\[\]]/g, '\\$&')}]`;
  const attached = flags.map((flag) => {
    if (!value) return flag;
    return flag.startsWith('--') ? `${flag}=` : `${flag}+`;
  });
  const names = attached.length > 1 ? `{${attached.join(',')}}` : attached.join('');
  // An option with a value may be repeated (`-H`); a switch is offered once.
  const prefix = value ? "'*'" : `'(${flags.join(' ')})'`;
  return `${prefix}${names}${singleQuote(`${explanation}${value ? valueSpec(value) : ''}`)}`;
}

function argumentSpec(value: DescribedValue, index: number): string {
  return singleQuote(`${value.variadic ? '*' : index + 1}${valueSpec(value)}`);
}

function valueSpec({ name, required, variadic, candidates }: DescribedValue): string {
  const optional = required || variadic ? '' : ':';
  return `:${optional}${name.replaceAll(':', '\\:')}:${action(candidates)}`;
}

function action(candidates: DescribedValue['candidates']): string {
  if (candidates === 'unknown') return ' ';
  if (candidates === 'files') return '_files';
  if (candidates === 'directories') return '_files -/';
  return `(${candidates.map((word) => word.replace(/[^\w.,/@%+-]/g, '\\$&')).join(' ')})`;
}

function functionName(program: DescribedCommand, path: readonly string[]): string {
  return `_${[program.name, ...path].join('__').replace(/\W/g, '_')}`;
}
