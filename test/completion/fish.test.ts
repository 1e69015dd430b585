import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fishCompletion } from '../../src/completion/fish.ts';
import { eventNames } from '../../src/core/logto/events.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { demo, isMissing, runShell } from '../helpers/shells.ts';

const script = fishCompletion(demo());
const startingWith = (prefix: string) =>
  eventNames.filter((name) => name.startsWith(prefix)).sort();

/** Returns fish's completions of a command line, each with its description after a tab. */
function complete(line: string, cwd = temporaryDirectory()): string[] {
  const file = path.join(temporaryDirectory(), 'completion.fish');
  writeFileSync(file, script);
  return runShell(['fish', '--no-config', '-c', `source ${file}; complete -C '${line}'`], cwd);
}

describe.skipIf(isMissing('fish'))('fish', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'commands',
      'demo-hooks s',
      ['send\tsend [an] event: it\'s "here", $HOME `x` \\', 'sign\tsign it'],
    ],
    ['subcommands', 'demo-hooks events ', ['list\tlist them', 'show\tshow one']],
    ['options', 'demo-hooks events show --j', ['--json\tas JSON']],
    ['event names', 'demo-hooks send Role.', startingWith('Role.')],
    ['events of a subcommand', 'demo-hooks events show Grant', startingWith('Grant')],
    ['nothing for a URL', 'demo-hooks send --to ', []],
    ['the same after npx', 'npx --yes demo-hooks events ', ['list\tlist them', 'show\tshow one']],
  ])('%s', (_, line, expected) => {
    expect(complete(line)).toEqual(expected);
  });

  test('values of options', () => {
    const words = (line: string) => complete(line).map((each) => each.split('\t')[0]);
    expect(words('demo-hooks send -e Message')).toEqual(startingWith('Message'));
    expect(words('demo-hooks send --output ')).toEqual(['$x', 'a b', 'c:d', "it's", 'pretty']);
  });

  test('files and directories', () => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'body.json'), '');
    mkdirSync(path.join(cwd, 'bodies'));
    expect(complete('demo-hooks sign body', cwd)).toEqual(['body.json']);
    expect(complete('demo-hooks send --data body', cwd)).toEqual(['body.json']);
    expect(complete('demo-hooks send --record bod', cwd)).toEqual(['bodies/\tDirectory']);
  });
});
