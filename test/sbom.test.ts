import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import packageLock from '../package-lock.json' with { type: 'json' };
import { parseLines, runCli } from './helpers/cli.ts';

const root = path.resolve(import.meta.dirname, '..');
const readText = (...way: string[]) => readFileSync(path.join(root, ...way), 'utf8');

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}
const components: readonly Component[] = JSON.parse(readText('sbom.cdx.json')).components;

describe('--version --json', () => {
  it.each([
    ['--version', '--json'],
    ['--json', '-v'],
  ])('lists the bundled libraries (%s %s)', async (...args) => {
    const { code, stdout, stderr } = await runCli(args);
    const [own, ...bundled] = parseLines(stdout);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(own).toEqual({ type: 'version', name: 'logto-hooks', version: packageJson.version });
    expect(bundled).toEqual(
      components.map(({ name, version, purl }) => ({ type: 'bundled', name, version, purl })),
    );
  });
});

describe('the software bill of materials', () => {
  it('names every bundled package, with the locked version', () => {
    const licensed = ['cli', 'inspector', 'library'].flatMap((part) => {
      const titles = readText('dist', part, 'LICENSES.txt').matchAll(
        /(?:^|-{72}\n\n)(\S+ \d+\.\d+\.\d+\S*)\n/g,
      );
      return [...titles].map(([, title]) => title);
    });
    const named = components.map(({ name, version }) => `${name} ${version}`);
    expect(new Set(licensed)).toEqual(new Set(named));
    expect(named).toEqual(expect.arrayContaining([expect.stringMatching(/^undici /)]));
    const locked = Object.entries(packageLock.packages).map(
      ([place, { version }]) => `${place.replace(/^.*node_modules\//, '')} ${version}`,
    );
    expect(locked).toEqual(expect.arrayContaining(named));
  });
});
