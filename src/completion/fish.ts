import {
  type DescribedCommand,
  type DescribedOption,
  type DescribedValue,
  withSubcommands,
} from './described-command.ts';

/** Returns a completion script for fish 3 and later. */
export function fishCompletion(program: DescribedCommand): string {
  const { name } = program;
  const commands = withSubcommands(program);
  const prefix = `__${name.replace(/\W/g, '_')}`;
  const at = `${prefix}_at`;
  const paths = commands.map(({ path }) => fishString(path.join(' '))).join(' ');
  const lines = commands.flatMap((command) => {
    const condition = `complete -c ${name} -n ${fishString(`${at} ${fishString(command.path.join(' '))}`)}`;
    return completions(command, prefix).map((completion) => `${condition} ${completion}`);
  });
  return `# Completion of ${name} in fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish

# Whether the command being typed is this one: '', 'send', 'events show' …
function ${at} --argument-names wanted
    set -l path ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$path $word")
        contains -- $longer ${paths}; and set path $longer
    end
    test "$path" = "$wanted"
end

# The values that ${name} lists now, each with its description.
function ${prefix}_values
    set -l line (string join -- ' ' (commandline -opc))
    if command -q ${name}
        ${name} completion --values $argv[1] --line "$line" 2>/dev/null </dev/null
    else
        npx --no ${name} completion --values $argv[1] --line "$line" 2>/dev/null </dev/null
    end
end

# Whether the command line is npx ${name}.
function ${prefix}_npx
    set -l words (commandline -opc)[2..-1]
    while string match -q -- '-*' $words[1]
        set -e words[1]
    end
    test "$words[1]" = ${name}
end

complete -c ${name} -f
complete -c npx -n ${prefix}_npx -f -a '(complete -C (string replace -r "^\\s*npx(\\s+-\\S+)*\\s+" "" -- (commandline -cp)))'
${lines.join('\n')}
`;
}

function completions(command: DescribedCommand, prefix: string): string[] {
  const subcommands = command.subcommands.map(
    ({ name, summary }) => `-a ${fishString(name)} -d ${fishString(summary)}`,
  );
  const values = command.arguments.flatMap((value) => valueFlags(value, prefix) ?? []);
  return [
    ...subcommands,
    ...values,
    ...command.options.map((option) => optionFlags(option, prefix)),
  ];
}

function optionFlags({ flags, description, value }: DescribedOption, prefix: string): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  // fish does not support optional values, so such an option is completed as a switch.
  const awaited = value?.required ? ['-r', valueFlags(value, prefix) ?? '-f'] : [];
  return [...names, ...awaited, `-d ${fishString(description)}`].join(' ');
}

function valueFlags({ candidates }: DescribedValue, prefix: string): string | undefined {
  if (candidates === 'unknown') return undefined;
  if (candidates === 'files') return '-F';
  if (candidates === 'directories') return "-f -a '(__fish_complete_directories)'";
  if ('kind' in candidates) {
    const directories = candidates.directories ? '; __fish_complete_directories' : '';
    return `-f -k -a '(${prefix}_values ${candidates.kind}${directories})'`;
  }
  return `-f -a ${fishString(candidates.map(word).join(' '))}`;
}

/** Returns a word for `-a`, which fish expands like a command line. */
function word(text: string): string {
  return /^[\w.,/@%+:-]+$/.test(text) ? text : fishString(text);
}

function fishString(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
