import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isThorough } from '../helpers/thorough.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Generated pages, which have tests of their own. */
const generated = ['checks.md', 'events.md', 'reference.md'];

const pages: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'bench/README.md'],
  ...['docs', 'docs/deploy'].flatMap((directory) =>
    readdirSync(path.join(root, directory))
      .filter((file) => file.endsWith('.md') && !generated.includes(file))
      .map((file) => `${directory}/${file}`),
  ),
];

export interface Block {
  /** `docs/testing.md:41` */
  readonly place: string;
  /** Of its fence: `ts`, `sh`. */
  readonly language: string;
  /** Of its tab in a code group: `Express`; empty elsewhere. */
  readonly title: string;
  readonly text: string;
}

export function readPage(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

/** Returns the fenced blocks of all pages. */
export function readBlocks(): Block[] {
  return pages.flatMap((page) => {
    const content = readPage(page);
    const fences = content.matchAll(/^```(\w*)(?: \[([^\]]*)\])?\n([\s\S]*?)^```/gm);
    return [...fences].map(({ index, 1: language = '', 2: title = '', 3: text = '' }) => {
      const line = content.slice(0, index).split('\n').length;
      return { place: `${page}:${line}`, language, title, text };
    });
  });
}

/** What a new user reads first. */
const firstPages = ['README.md', 'docs/getting-started.md'];

/**
 * Returns each `npx logto-hooks …` line once, without its comment: of the first pages, or of all with
 * EVERY_CASE, as in .ci/run.
 */
export function readCommands(): string[] {
  const read = isThorough ? pages : firstPages;
  const lines = read.flatMap((page) => readPage(page).split('\n'));
  const commands = lines.flatMap((line) => {
    const [, command] = /(?:^|^\$ |run: |- |`)npx (?:--no )?logto-hooks ([^`]+)/.exec(line) ?? [];
    return command === undefined ? [] : [command.replace(/\s+#.*$/, '').trim()];
  });
  return [...new Set(commands)];
}
