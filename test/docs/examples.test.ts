import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../../src/cli/configuration.ts';
import { checks } from '../../src/contract/checks.ts';
import { selectChecks } from '../../src/contract/select.ts';
import { runCli } from '../helpers/cli.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readme = read('README.md');
const pages = readdirSync(path.join(root, 'docs')).filter((file) => file.endsWith('.md'));
const texts = [readme, ...pages.map((page) => read(`docs/${page}`))].join('\n');

/** The words of each `npx logto-hooks …` in the README and the guides, without comments and quoted text. */
const examples = [...texts.matchAll(/npx logto-hooks ([^#`\n]+)/g)].map(([, line = '']) =>
  line
    .trim()
    .replaceAll(/'([^']*)'|"([^"]*)"/g, 'quoted')
    .split(/\s+/),
);
const commands = [...new Set(examples.map(([command = '']) => command))];

describe('README and guides', () => {
  it.each(commands)('use only options that %s has', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(code).toBe(0);
    const options = examples
      .filter(([first]) => first === command)
      .flatMap((words) => words.filter((word) => word.startsWith('--')));
    const subcommands = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[| <| {2}).*$/gm)].map(
      ([, sub = '']) => sub,
    );
    const lists = await Promise.all(subcommands.map((sub) => runCli([command, sub, '--help'])));
    const help = [stdout, ...lists.map((list) => list.stdout)].join('\n');
    for (const option of options) expect(help).toContain(option);
  });

  it('name every command', async () => {
    const { stdout } = await runCli(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    const mentioned = names.filter((name) => new RegExp(`[\`\\s]${name}\\b`).test(readme));
    expect(names.length).toBeGreaterThan(5);
    expect(mentioned).toEqual(names);
  });
});

it('documents a valid configuration file', () => {
  const [, json = ''] =
    /```json\n(\{[^`]*"\$schema"[^`]*)```/.exec(read('docs/configuration.md')) ?? [];
  const configuration = parseConfiguration(json, 'configuration.md');
  expect(configuration.url?.href).toBe('http://localhost:3000/webhook');
  expect(() => selectChecks(checks, { only: [], skip: configuration.skip ?? {} })).not.toThrow();
});
