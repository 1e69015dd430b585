import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '../src/cli/configuration.ts';
import { checks } from '../src/contract/checks.ts';
import { selectChecks } from '../src/contract/select.ts';
import { runCli } from './helpers/cli.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');

/** The words of each `npx logto-hooks …` in the README, comments and quotes apart. */
const examples = [...readme.matchAll(/npx logto-hooks ([^#`\n]+)/g)].map(([, line = '']) =>
  line
    .trim()
    .replaceAll(/'([^']*)'|"([^"]*)"/g, 'quoted')
    .split(/\s+/),
);
const commands = [...new Set(examples.map(([command = '']) => command))];

describe('the README', () => {
  it.each(commands)('speaks only of options that %s has', async (command) => {
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

  it('names every command there is', async () => {
    const { stdout } = await runCli(['--help']);
    const names = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
    const mentioned = names.filter((name) => new RegExp(`[\`\\s]${name}\\b`).test(readme));
    expect(names.length).toBeGreaterThan(5);
    expect(mentioned).toEqual(names);
  });
});

it('shows a configuration of `test` that is one', () => {
  const [, json = ''] = /```json\n(\{[^`]*"\$schema"[^`]*)```/.exec(readme) ?? [];
  const configuration = parseConfiguration(json, 'README.md');
  expect(configuration.url?.href).toBe('http://localhost:3000/webhook');
  expect(() => selectChecks(checks, { only: [], skip: configuration.skip ?? {} })).not.toThrow();
});

it('shows failures of `test` in the words of the checks', () => {
  const [, id = ''] = /^✗ (\w+\/[\w-]+)$/m.exec(readme) ?? [];
  const check = checks.find((one) => one.id === id);
  const words = readme.replaceAll(/\s+/g, ' ');
  expect(words).toContain(check?.why);
  expect(words).toContain(check?.remedy);
  expect(words).toContain(check?.snippets?.express?.replaceAll(/\s+/g, ' '));
});
