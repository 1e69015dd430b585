import {
  type DescribedCommand,
  type DescribedOption,
  type DescribedValue,
  withSubcommands,
} from './described-command.ts';

/** A completion script for fish 3 and later. */
export function fishCompletion(program: DescribedCommand): string {
  const { name } = program;
  const commands = withSubcommands(program);
  const at = `__${name.replace(/\W/g, '_')}_at`;
  const paths = commands.map(({ path }) => fishString(path.join(' '))).join(' ');
  const lines = commands.flatMap((command) => {
    const condition = `complete -c ${name} -n ${fishString(`${at} ${fishString(command.path.join(' '))}`)}`;
    return completions(command).map((completion) => `${condition} ${completion}`);
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

complete -c ${name} -f
${lines.join('\n')}
`;
}

function completions(command: DescribedCommand): string[] {
  const subcommands = command.subcommands.map(
    ({ name, summary }) => `-a ${fishString(name)} -d ${fishString(summary)}`,
  );
  const values = command.arguments.flatMap((value) => valueFlags(value) ?? []);
  return [...subcommands, ...values, ...command.options.map(optionFlags)];
}

function optionFlags({ flags, description, value }: DescribedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  // fish knows no option whose value may be left out: such a one is completed as a switch.
  const awaited = value?.required ? ['-r', valueFlags(value) ?? '-f'] : [];
  return [...names, ...awaited, `-d ${fishString(description)}`].join(' ');
}

function valueFlags({ candidates }: DescribedValue): string | undefined {
  if (candidates === 'unknown') return undefined;
  if (candidates === 'files') return '-F';
  if (candidates === 'directories') return "-f -a '(__fish_complete_directories)'";
  return `-f -a ${fishString(candidates.map(word).join(' '))}`;
}

/** One of the words of `-a`, which fish expands as it does a command line. */
function word(text: string): string {
  return /^[\w.,/@%+:-]+$/.test(text) ? text : fishString(text);
}

function fishString(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
