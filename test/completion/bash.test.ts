import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bashCompletion } from '../../src/completion/bash.ts';
import { eventNames } from '../../src/core/logto/events.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { demo, isMissing, runShell } from '../helpers/shells.ts';

const script = bashCompletion(demo());
const startingWith = (prefix: string) => eventNames.filter((name) => name.startsWith(prefix));

/** Returns bash's completions after these words; Readline splits words at ':' and '='. */
function complete(words: readonly string[], cwd = temporaryDirectory()): string[] {
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return runShell(
    [
      'bash',
      '--norc',
      '-c',
      `${script}
      COMP_WORDS=(demo-hooks ${quoted})
      COMP_CWORD=${words.length}
      COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
      _demo_hooks
      printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    cwd,
  );
}

describe.skipIf(isMissing('bash'))('bash', () => {
  test.each<[string, string[], readonly string[]]>([
    ['commands', [''], ['send', 'events', 'sign']],
    ['a command begun', ['se'], ['send']],
    ['subcommands', ['events', ''], ['list', 'show']],
    ['options', ['events', 'show', '--'], ['--json', '--help']],
    ['global options', ['--d'], ['--debug']],
    ['event names', ['send', 'Role.'], startingWith('Role.')],
    ['a second event', ['send', 'Role.Created', 'User.D'], startingWith('User.D')],
    ['one event only', ['events', 'show', 'Role.Created', 'User.D'], []],
    ['events of a subcommand', ['events', 'show', 'Grant'], startingWith('Grant')],
    ['patterns', ['send', '-e', 'Message'], startingWith('Message')],
    ['a pattern behind =', ['send', '--events', '=', 'Message'], startingWith('Message')],
    ['choices', ['send', '--output', ''], ['pretty', "it\\'s", 'a\\ b', 'c:d', '\\$x']],
    [
      'choices right behind =',
      ['send', '--output', '='],
      ['pretty', "it\\'s", 'a\\ b', 'c:d', '\\$x'],
    ],
    ['the rest behind a colon', ['send', '--output', 'c', ':'], ['d']],
    ['nothing for a URL', ['send', '--to', ''], []],
    ['an event behind a URL', ['send', '-t', 'a', ':', '3000', 'Grant'], startingWith('Grant')],
    ['an option behind one with an optional value', ['send', '--last', '--ou'], ['--output']],
    ['nothing unknown', ['nonsense', ''], []],
  ])('%s', (_, words, expected) => {
    expect(complete(words)).toEqual(expected);
  });

  test('files and directories', () => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'my body.json'), '');
    mkdirSync(path.join(cwd, 'my fixtures'));
    expect(complete(['sign', 'my b'], cwd)).toEqual(['my body.json']);
    expect(complete(['send', '--data', 'my b'], cwd)).toEqual(['my body.json']);
    expect(complete(['send', '--record', 'my'], cwd)).toEqual(['my fixtures']);
  });

  test('it registers itself for the command', () => {
    const registered = runShell(
      ['bash', '--norc', '-c', `${script}\ncomplete -p demo-hooks`],
      temporaryDirectory(),
    );
    expect(registered).toEqual(['complete -F _demo_hooks demo-hooks']);
  });
});
