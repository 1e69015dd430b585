import { singleQuote } from '../cli/output/text/shell.ts';
import {
  type DescribedCommand,
  type DescribedOption,
  type DescribedValue,
  withSubcommands,
} from './described-command.ts';

/** Returns a completion script for bash 3.2 (macOS) and later, without the bash-completion package. */
export function bashCompletion(program: DescribedCommand): string {
  const { name } = program;
  const commands = withSubcommands(program);
  return `# Completion of ${name} in bash. Put into ~/.bashrc: eval "$(${name} completion bash)"
_${identifier(name)}() {
  local word glue='' path='' option='' position=0 from='' kind='' index
  local -a words=() candidates=()

  # Readline splits words at ':' and '='; here they are put together again.
  for ((index = 0; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if ((index > 1)) && [[ $word == [:=]* || ( -n $glue && -n $word ) ]]; then
      words[\${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == *[:=] ]] && glue=yes || glue=''
  done
  local current=\${words[\${#words[@]} - 1]}

  # Which command is called, and what stands right before the cursor.
  for ((index = 1; index < \${#words[@]} - 1; index++)); do
    word=\${words[index]}
    if [[ -n $option && $word != -* ]]; then
      option=''
      continue
    fi
    option=''
    case "$path|$word" in
${table(commands.flatMap(entries))}
      *'|-'*) ;;
      *) position=$((position + 1)) ;;
    esac
  done
  if [[ $current == --*=* ]]; then
    option=\${current%%=*}
    current=\${current#*=}
  fi

  if [[ -n $option && $current != -* ]]; then
    case "$path|$option" in
${table(commands.flatMap(optionValues))}
    esac
  elif [[ $current == -* ]]; then
    case "$path" in
${table(commands.map(flags))}
    esac
  else
    case "$path|$position" in
${table(commands.flatMap(positions))}
    esac
  fi

  COMPREPLY=()
  if [[ -n $kind ]]; then
    while IFS=$'\\t' read -r word _; do candidates+=("$word"); done < <(_${identifier(name)}_values "$kind" "\${words[*]}")
  fi
  for word in "\${candidates[@]}"; do
    [[ $word == "$current"* ]] && COMPREPLY+=("$(printf %q "$word")")
  done
  if [[ -n $from ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -A "$from" -- "$current")
  fi
  # Readline replaces only what follows the last ':'.
  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
    COMPREPLY=("\${COMPREPLY[@]#"\${current%"\${current##*:}"}"}")
  fi
}
complete -F _${identifier(name)} ${name}

_${identifier(name)}_values() {
  if type -P ${name} >/dev/null; then
    ${name} completion --values "$1" --line "$2"
  else
    npx --no ${name} completion --values "$1" --line "$2"
  fi 2>/dev/null </dev/null
}

# The same after npx; other programs are left to the completion of npx, if there is one.
_${identifier(name)}_npx() {
  local index=1
  while ((index < COMP_CWORD)) && [[ \${COMP_WORDS[index]} == -* ]]; do index=$((index + 1)); done
  if ((index < COMP_CWORD)) && [[ \${COMP_WORDS[index]} == ${name} ]]; then
    COMP_WORDS=("\${COMP_WORDS[@]:index}")
    COMP_CWORD=$((COMP_CWORD - index))
    _${identifier(name)}
  elif [[ -n $_${identifier(name)}_npx_former ]]; then
    "$_${identifier(name)}_npx_former" "$@"
  fi
}
if ! complete -p npx 2>/dev/null | grep -q _${identifier(name)}_npx; then
  _${identifier(name)}_npx_former=$(complete -p npx 2>/dev/null | sed -n 's/.* -F \\([^ ]*\\) .*/\\1/p')
fi
complete -o default -F _${identifier(name)}_npx npx
`;
}

/** Returns the words that lead to a subcommand or await a value. */
function entries({ path, subcommands, options }: DescribedCommand): string[] {
  const called = subcommands.map(
    (subcommand) =>
      `${singleQuote(key(path, subcommand.name))}) path=${singleQuote(subcommand.path.join(' '))} position=0 ;;`,
  );
  const awaiting = options.filter(({ value }) => value).flatMap(({ flags }) => flags);
  if (awaiting.length === 0) return called;
  const patterns = awaiting.map((flag) => singleQuote(key(path, flag)));
  return [...called, `${patterns.join('|')}) option=$word ;;`];
}

function optionValues({ path, options }: DescribedCommand): string[] {
  return options.flatMap((option) => optionValue(path, option));
}

function optionValue(path: readonly string[], { flags, value }: DescribedOption): string[] {
  const assignment = value && assign(value);
  if (!assignment) return [];
  return [`${flags.map((flag) => singleQuote(key(path, flag))).join('|')}) ${assignment} ;;`];
}

function flags({ path, options }: DescribedCommand): string {
  const words = options.flatMap((option) => option.flags);
  return `${singleQuote(path.join(' '))}) candidates=(${list(words)}) ;;`;
}

function positions(command: DescribedCommand): string[] {
  const { path, subcommands } = command;
  const names = subcommands.map(({ name }) => name);
  const called =
    names.length > 0 ? [`${singleQuote(key(path, '0'))}) candidates=(${list(names)}) ;;`] : [];
  const values = command.arguments.flatMap((value, index) => {
    const assignment = assign(value);
    const pattern = value.variadic
      ? `${singleQuote(key(path, ''))}*`
      : singleQuote(key(path, String(index)));
    return assignment ? [`${pattern}) ${assignment} ;;`] : [];
  });
  return [...called, ...values];
}

function assign({ candidates }: DescribedValue): string | undefined {
  if (candidates === 'unknown') return undefined;
  if (candidates === 'files') return 'from=file';
  if (candidates === 'directories') return 'from=directory';
  if ('kind' in candidates) {
    return `kind=${candidates.kind}${candidates.directories ? ' from=directory' : ''}`;
  }
  return `candidates=(${list(candidates)})`;
}

function key(path: readonly string[], word: string): string {
  return `${path.join(' ')}|${word}`;
}

function table(lines: readonly string[]): string {
  return lines.map((line) => `      ${line}`).join('\n');
}

function list(words: readonly string[]): string {
  return words.map(singleQuote).join(' ');
}

function identifier(name: string): string {
  return name.replace(/\W/g, '_');
}
