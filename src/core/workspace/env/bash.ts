import { CommandReader, type Word } from './bash-words.ts';

/** Commands of the shell itself that can change its variables, end it, or begin a block. */
const unsupported = new Set(
  `. alias bind break builtin caller case command compgen complete compopt continue coproc declare
  dirs disown do done elif else enable esac eval exec exit fc fg fi for function getopts hash help
  history if in jobs kill let local logout mapfile popd printf pushd read readarray readonly return
  select set shift shopt source suspend then time trap typeset ulimit umask unalias unset until wait
  while { } ! [[ ]]`.split(/\s+/),
);

const assignment = /^([A-Za-z_]\w*)(\+?)=/;

/**
 * What could end the shell, or the reading of the file, further down: some commands, `${NAME:?message}`, an
 * element of an array, and a substitution that bash cannot read (measured with bash 5.2).
 */
const ending = /\b(?:exit|exec|logout|kill)\b|\$\{\w+:?\?|[$<>]\(|^[ \t]*\w+\[/m;

/**
 * Returns the value of a variable after `source .env` in bash. The file is a program, so this reads only
 * assignments, `export`, and commands that cannot change a variable.
 * @returns undefined if it is not set, or if that is uncertain
 */
export function readAsBash(text: string, name: string): string | undefined {
  const reader = new CommandReader(text);
  let value: string | undefined;
  let hasLineEnded = true;
  for (let command = reader.next(); command; command = reader.next()) {
    const assigned = assignedBy(command.words, name);
    if (assigned === 'uncertain') break;
    if (assigned && !command.isSubshell) value = assignedValue(assigned);
    hasLineEnded = command.endsLine;
  }
  // A line that bash cannot read does not undo the lines above it.
  const rest = text.slice(reader.start);
  const isUncertain = !hasLineEnded || rest.includes(name) || ending.test(rest);
  return isUncertain ? undefined : value;
}

/** Returns the word of a command that sets a variable, if any. */
function assignedBy(words: readonly Word[], name: string): Word | undefined | 'uncertain' {
  const first = words.findIndex(({ source }) => !assignment.test(source));
  const command = first < 0 ? undefined : words[first];
  const isExport = command?.text === 'export';
  if (command && !isExport) return changesNothing(command) ? undefined : 'uncertain';
  const set = isExport ? words.slice(first + 1) : words;
  if (set.some(({ source }) => source.startsWith('-'))) return 'uncertain';
  return set.findLast(({ source }) => assignment.exec(source)?.[1] === name);
}

function changesNothing({ text, source }: Word): boolean {
  return text !== undefined && !unsupported.has(text) && !/^\w+\[/.test(source);
}

function assignedValue({ text, source }: Word): string | undefined {
  const [before, , append] = assignment.exec(source) ?? [];
  return append ? undefined : text?.slice(before?.length);
}
