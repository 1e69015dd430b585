import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import packageJson from '../../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '../..');
const file = z.object({ path: z.string(), size: z.number(), mode: z.number() });
const packSchema = z.tuple([
  z.object({ size: z.number(), unpackedSize: z.number(), files: z.array(file) }),
]);

/** Everything that may be in the package. */
const allowed = [
  /^(?:CHANGELOG\.md|LICENSE|README\.md|package\.json|sbom\.cdx\.json)$/,
  /^bin\/(?:logto-hooks\.js|package\.json)$/,
  /^dist\/cli\/[\w-]+\.cjs$/,
  /^dist\/library\/[\w-]+\.(?:js|d\.ts)$/,
  /^dist\/(?:cli|inspector|library)\/LICENSES\.txt$/,
  /^dist\/inspector\/(?:app\.(?:css|js)|icon\.svg|index\.html)$/,
  /^dist\/config\.schema\.json$/,
  /^dist\/templates\/logto\/src\/logto\/[\w-]+\.ts$/,
  /^fixtures\/[A-Z][A-Za-z.]+\/[a-z\d-]+\.json$/,
  /^src\/init\/templates\/[a-z-]+\/(?!.*(?:\.map|\.pem|\.key|\.log|\/\.env|\/node_modules\/.*)$)/,
  /^src\/init\/templates\/[a-z-]+\/(?:[\w-]+\/)*\.env\.example$/,
];

/** Returns the files below a directory of the project, relative to the project and with `/`. */
function filesIn(directory: string): string[] {
  return readdirSync(path.join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)))
    .map((name) => name.replaceAll(path.sep, '/'));
}

describe('the packed package', () => {
  let pack: z.infer<typeof packSchema>[0];
  const names = () => pack.files.map((one) => one.path);
  beforeAll(() => {
    const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
    const options = { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' } as const;
    const output = execFileSync('npm', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
    [pack] = packSchema.parse(JSON.parse(output));
  });

  it('contains no tests, sources, source maps, env files or anything else unexpected', () => {
    const isAllowed = (name: string) => allowed.some((pattern) => pattern.test(name));
    expect(names().filter((name) => !isAllowed(name))).toEqual([]);
  });

  it('contains all documents, fixtures and templates, and the built command and library', () => {
    const templates = filesIn('src/init/templates').filter(
      (name) => name !== 'src/init/templates/tsconfig.json',
    );
    const built = ['dist/cli/main.cjs', 'dist/library/index.js', 'dist/library/testing.d.ts'];
    const documents = ['CHANGELOG.md', 'LICENSE', 'README.md', 'sbom.cdx.json'];
    const expected = [...documents, ...built, ...filesIn('fixtures'), ...templates];
    const packed = new Set(names());
    expect(expected.filter((name) => !packed.has(name))).toEqual([]);
    const bin = pack.files.find((one) => one.path === 'bin/logto-hooks.js');
    if (process.platform !== 'win32') expect(bin?.mode).toBe(0o755);
  });

  it('has no dependencies', () => {
    expect(packageJson).not.toHaveProperty('dependencies');
  });

  it('names no directory of the machine that built it', () => {
    const directories = [root, `${homedir()}${path.sep}`, `${tmpdir()}${path.sep}`, 'file:///'];
    const found = names().flatMap((name) => {
      const text = readFileSync(path.join(root, name), 'utf8');
      return directories.filter((one) => text.includes(one)).map((one) => `${name}: ${one}`);
    });
    expect(found).toEqual([]);
  });

  it('stays small', () => {
    expect(pack.size).toBeLessThan(1_000_000);
    expect(pack.unpackedSize).toBeLessThan(3_500_000);
    const large = pack.files.filter(({ size }) => size > 400_000);
    expect(large).toEqual([]);
  });
});
