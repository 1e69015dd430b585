import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { version } from '../src/version.ts';

const src = path.resolve(import.meta.dirname, '../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('templates'))
  .map((file) => file.replaceAll(path.sep, '/'));

/** Files at the root of src/ that may import anything below them. */
const roots = [
  ...['main.ts', 'program.ts', 'index.ts', 'testing.ts', 'version.ts', 'completion-values.ts'],
];
/** Which command's folder may import another's; every command may import core/ and cli/. */
const allowedBetweenCommands = ['listen -> tenant', 'doctor -> tenant', 'replay -> history'];

/** The only files that may use the process, colors or prompts directly. */
const mayTouchProcess = [
  'main.ts',
  'testing.ts',
  'contract/snippets/javascript.ts', // Code for receivers, as text.
  'cli/terminal/index.ts',
  'cli/terminal/prompts.ts',
  'core/http/proxy/find-proxy.ts',
  'core/package-files.ts',
  'core/system/find-program.ts',
  'core/system/process-tree.ts',
  'core/workspace/own-path.ts',
  'add/frameworks/file-routers.ts', // Code for apps, as text.
];

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(src, file), 'utf8');
  // `./$types` is in the code for SvelteKit apps.
  return [...text.matchAll(/(?:from |import\(\s*)'(\.[^'$]+)'/g)].map(([, target = '']) =>
    path.posix.join(path.posix.dirname(file), target),
  );
}

function isAllowed(file: string, target: string): boolean {
  if (roots.includes(file)) return true;
  const [from = '', to = ''] = [file, target].map((each) => each.split('/')[0]);
  if (from === to || to === 'core' || target === 'version.ts') return true;
  if (to === 'cli') return from !== 'core';
  return allowedBetweenCommands.includes(`${from} -> ${to}`);
}

describe('architecture', () => {
  it('has imports in one direction only: root -> commands -> cli -> core', () => {
    const forbidden = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !isAllowed(file, target))
        .map((target) => `${file} -> ${target}`),
    );
    expect(forbidden).toEqual([]);
  });

  it('imports only files that exist', () => {
    expect(files.flatMap(importsOf).filter((target) => !files.includes(target))).toEqual([]);
  });

  it('reads its own files through readPackageFile, which also finds them in the single executable', () => {
    const mayLocate = [
      ...['core/package-files.ts', 'core/fixtures/fixtures.ts', 'cli/own-command.ts'],
      'add/frameworks/file-routers.ts', // Code for apps, as text.
    ];
    const offenders = files.filter(
      (file) =>
        !mayLocate.includes(file) &&
        /packagePath\(|import\.meta|__dirname/.test(readFileSync(path.join(src, file), 'utf8')),
    );
    expect(offenders).toEqual([]);
  });

  it('has no import cycle', () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, [...path, file].join(' -> ')).not.toContain(file);
      if (done.has(file)) return;
      for (const target of importsOf(file)) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  it('leaves the process, colors and prompts to the terminal', () => {
    const offenders = files.filter(
      (file) =>
        !mayTouchProcess.includes(file) &&
        /(?<!['-])\bprocess\.\w|node:process|from '(chalk|ora|inquirer|@inquirer)/.test(
          readFileSync(path.join(src, file), 'utf8'),
        ),
    );
    expect(offenders).toEqual([]);
  });

  it('imports nothing into the inspector page that needs Node', () => {
    const offenders = files
      .filter((file) => file.includes('/page/'))
      .flatMap((file) => {
        const text = readFileSync(path.join(src, file), 'utf8');
        const values = [...text.matchAll(/^import (?!type )[^;]* from '([^']+)'/gm)];
        return values.flatMap(([, from = '']) =>
          /^(\.\.?\/([\w-]+\/)?[\w-]+\.tsx?|preact(\/hooks)?|@preact\/signals|.*\/(core\/(errors|units|history\/rejected|json\/tokens)|cli\/output\/text\/escape)\.ts|\.\.\/\.\.\/proven-text\.ts)$/.test(
            from,
          )
            ? []
            : [`${file} -> ${from}`],
        );
      });
    expect(offenders).toEqual([]);
  });

  it('is described in docs/architecture.md with paths that exist', () => {
    const root = path.resolve(src, '..');
    const pages = ['docs/architecture.md', 'CONTRIBUTING.md'].map((page) =>
      readFileSync(path.join(root, page), 'utf8'),
    );
    const paths = pages.flatMap((page) =>
      [...page.matchAll(/`((?:src|test|docs|fixtures|bin|scripts|bench)\/[\w./-]*)`/g)].map(
        ([, name = '']) => name,
      ),
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it('reports the version of package.json', () => {
    expect(version).toBe(packageJson.version);
  });
});
