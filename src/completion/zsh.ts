import { singleQuote } from '../cli/output/text/shell.ts';
import {
  type DescribedCommand,
  type DescribedOption,
  type DescribedValue,
  withSubcommands,
} from './described-command.ts';

/** Returns a completion script for zsh, to evaluate after compinit or to save in $fpath. */
export function zshCompletion(program: DescribedCommand): string {
  const main = functionName(program, []);
  const functions = withSubcommands(program).map((command) => commandFunction(program, command));
  return `#compdef ${program.name}
# Completion of ${program.name} in zsh. Put into ~/.zshrc, after compinit: eval "$(${program.name} completion zsh)"

${functions.join('\n')}
# Offers the values that ${program.name} lists now, each with its description.
${main}_values() {
  local -a found
  if (( $+commands[${program.name}] )); then
    found=("\${(@f)$(${program.name} completion --values $1 --line "$words" 2>/dev/null </dev/null)}")
  else
    found=("\${(@f)$(npx --no ${program.name} completion --values $1 --line "$words" 2>/dev/null </dev/null)}")
  fi
  found=("\${(@)found//:/\\\\:}")
  found=("\${(@)found//$'\\t'/:}")
  _describe -t values $1 found
}

# The same after npx; other programs are left to the completion of npx, if there is one.
${main}_npx() {
  local index=2
  while (( index < CURRENT )) && [[ $words[index] == -* ]]; do (( index++ )); done
  if (( index < CURRENT )) && [[ $words[index] == ${program.name} ]]; then
    shift $(( index - 1 )) words
    (( CURRENT -= index - 1 ))
    ${main}
  elif [[ -n $${main}_npx_former ]]; then
    $${main}_npx_former "$@"
  else
    _default
  fi
}

if [[ $funcstack[1] == ${main} ]]; then
  ${main} "$@"
else
  compdef ${main} ${program.name}
  [[ \${_comps[npx]-} == ${main}_npx ]] || ${main}_npx_former=\${_comps[npx]-}
  compdef ${main}_npx npx
fi
`;
}

function commandFunction(program: DescribedCommand, command: DescribedCommand): string {
  const main = functionName(program, []);
  const options = command.options.map((option) => optionSpec(option, main));
  const name = functionName(program, command.path);
  if (command.subcommands.length === 0) {
    const values = command.arguments.map((value, index) => argumentSpec(value, index, main));
    const specs = [...options, ...values];
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

/** Returns an option in the syntax of _arguments: `'(-a --all)'{-a,--all}'[description]'`. */
function optionSpec({ flags, description, value }: DescribedOption, main: string): string {
  const explanation = `[${description.replace(/[\\[\]]/g, '\\$&')}]`;
  const attached = flags.map((flag) => {
    if (!value) return flag;
    return flag.startsWith('--') ? `${flag}=` : `${flag}+`;
  });
  const names = attached.length > 1 ? `{${attached.join(',')}}` : attached.join('');
  // An option with a value may be repeated (`-H`); a switch is offered once.
  const prefix = value ? "'*'" : `'(${flags.join(' ')})'`;
  return `${prefix}${names}${singleQuote(`${explanation}${value ? valueSpec(value, main) : ''}`)}`;
}

function argumentSpec(value: DescribedValue, index: number, main: string): string {
  return singleQuote(`${value.variadic ? '*' : index + 1}${valueSpec(value, main)}`);
}

function valueSpec({ name, required, variadic, candidates }: DescribedValue, main: string): string {
  const optional = required || variadic ? '' : ':';
  return `:${optional}${name.replaceAll(':', '\\:')}:${action(candidates, main)}`;
}

function action(candidates: DescribedValue['candidates'], main: string): string {
  if (candidates === 'unknown') return ' ';
  if (candidates === 'files') return '_files';
  if (candidates === 'directories') return '_files -/';
  // The space keeps _arguments from adding words of its own.
  if ('kind' in candidates) {
    const values = `${main}_values ${candidates.kind}`;
    return candidates.directories ? `{ ${values}; _files -/ }` : ` ${values}`;
  }
  return `(${candidates.map((word) => word.replace(/[^\w.,/@%+-]/g, '\\$&')).join(' ')})`;
}

function functionName(program: DescribedCommand, path: readonly string[]): string {
  return `_${[program.name, ...path].join('__').replace(/\W/g, '_')}`;
}
