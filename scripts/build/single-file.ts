/**
 * Builds the single executable for this platform: Node.js with the command and the files that it reads
 * (https://nodejs.org/api/single-executable-applications.html). `npm run build` comes first.
 *
 *     npm run build:single-file                          artifacts/single-file/logto-hooks
 *     npm run build:single-file -- --output <directory>
 *
 * It writes to a directory, which also gets the licenses of everything in the executable.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { inject } from 'postject';
import { type BundledPackage, bundledPackages } from './bundled-packages.ts';
import { writeLicenses } from './licenses.ts';
import { target } from './target.ts';

const root = path.resolve(import.meta.dirname, '../..');
const suffix = process.platform === 'win32' ? '.exe' : '';

/** What the command reads with `readPackageFile`. */
const embedded = [
  'dist/inspector',
  'dist/templates',
  'fixtures',
  'sbom.cdx.json',
  'src/init/templates',
];

const { values } = parseArgs({
  options: { output: { type: 'string', default: 'artifacts/single-file' } },
});
const output = path.resolve(root, values.output);
const work = path.join(output, 'build');
const executable = path.join(output, `logto-hooks${suffix}`);

mkdirSync(work, { recursive: true });
const node = findNode();
const bundled = await bundleCommand();
const blob = writeBlob();
rmSync(executable, { force: true });
copyFileSync(node, executable);
chmodSync(executable, 0o755);
if (process.platform === 'darwin') run('codesign', '--remove-signature', executable);
// Not `node --build-sea`: for macOS on Intel it makes executables that crash
// (https://github.com/nodejs/node/issues/65479).
await inject(executable, 'NODE_SEA_BLOB', readFileSync(blob), {
  sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
  machoSegmentName: 'NODE_SEA',
});
if (process.platform === 'darwin') run('codesign', '--sign', '-', executable);
copyLicenses();
rmSync(work, { recursive: true });
process.stdout.write(`${executable} (${Math.round(statSync(executable).size / 1e6)} MB)\n`);

/**
 * Bundles the command as one script, because a single executable loads no other. esbuild requires Node's
 * modules where they are imported; rolldown would require all of them at start-up, which takes 25 ms.
 * @returns the packages that it contains
 */
async function bundleCommand(): Promise<BundledPackage[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outfile: path.join(work, 'main.cjs'),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target,
    define: { 'import.meta.dirname': '__dirname' },
    supported: { 'dynamic-import': false },
    legalComments: 'none',
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  return bundledPackages(root, Object.keys(metafile.inputs));
}

/** Writes the data that is added to Node.js, and returns its path. */
function writeBlob(): string {
  const blob = path.join(work, 'main.blob');
  const config = path.join(work, 'config.json');
  const contents = {
    main: path.join(work, 'main.cjs'),
    output: blob,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    assets: Object.fromEntries(
      embedded.flatMap(filesIn).map((file) => [file, path.join(root, file)]),
    ),
  };
  writeFileSync(config, JSON.stringify(contents));
  run(node, '--experimental-sea-config', config);
  return blob;
}

/** Returns the files at or below a path, relative to the project and with `/`. */
function filesIn(name: string): string[] {
  if (!statSync(path.join(root, name)).isDirectory()) return [name];
  return readdirSync(path.join(root, name)).flatMap((entry) => filesIn(`${name}/${entry}`));
}

/** Returns the Node.js of `.nvmrc`: the one that runs this, or else one from npm. */
function findNode(): string {
  const major = readFileSync(path.join(root, '.nvmrc'), 'utf8').trim();
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const home = path.join(root, `node_modules/.cache/node-${major}`);
  const found = path.join(home, `node_modules/node/bin/node${suffix}`);
  if (!existsSync(found)) {
    const install = ['install', '--silent', '--no-save', '--prefix', home, `node@${major}`];
    execFileSync('npm', install, { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  return found;
}

function copyLicenses(): void {
  copyFileSync(path.join(root, 'LICENSE'), path.join(output, 'LICENSE'));
  writeLicenses(bundled, path.join(output, 'LICENSES.txt'));
  const page = path.join(root, 'dist/inspector/LICENSES.txt');
  copyFileSync(page, path.join(output, 'LICENSES-inspector.txt'));
  // Node.js from npm has no license file; downloads from nodejs.org have.
  const places = [path.dirname(node), path.resolve(node, '../..')];
  const found = places.map((place) => path.join(place, 'LICENSE')).find((file) => existsSync(file));
  if (found) copyFileSync(found, path.join(output, 'LICENSE-node'));
}

function run(program: string, ...args: string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
