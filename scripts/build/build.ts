/**
 * Builds `dist/`: the command as CommonJS chunks that are loaded when needed, the library as ES modules
 * with types, the inspector's page, the templates. Nothing in it imports another package.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build as buildForBrowser } from 'esbuild';
import { build } from 'rolldown';
import { configJsonSchema } from '../../src/cli/config/schema.ts';
import { payloadTypes } from '../../src/core/payload/json-schema/typescript.ts';
import { type BundledPackage, bundledPackages } from './bundled-packages.ts';
import { buildLibrary } from './library.ts';
import { writeLicenses } from './licenses.ts';
import { writeSbom } from './sbom.ts';
import { target } from './target.ts';

const root = path.resolve(import.meta.dirname, '../..');
const dist = path.join(root, 'dist');

/**
 * Code that is loaded together is one file: what `--version` needs, what every command needs, then the
 * commands that people run most. The rest is split where it is shared.
 */
const commandChunks = [
  { name: 'version', tags: ['$initial' as const] },
  { name: 'program', test: /src[\\/](program|cli[\\/]terminal[\\/]index)\.ts$/ },
  { name: 'events', test: /src[\\/]events[\\/]command\.ts$/ },
  { name: 'send', test: /src[\\/]send[\\/]command\.ts$/ },
];

rmSync(dist, { recursive: true, force: true });
const packages = [
  ...(await buildCommand()),
  ...(await buildPage()),
  ...(await buildLibrary(root, target)),
];
buildTemplates();
writeSbom(packages, path.join(root, 'sbom.cdx.json'));
writeFileSync(
  path.join(dist, 'config.schema.json'),
  `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
);

/** Bundles the command as CommonJS: Node takes longer to start with an ES module as its entry point. */
async function buildCommand(): Promise<BundledPackage[]> {
  const { output } = await build({
    cwd: root,
    input: 'src/main.ts',
    platform: 'node',
    transform: { target, define: { 'import.meta.dirname': '__dirname' } },
    output: {
      dir: path.join(dist, 'cli'),
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name].cjs',
      comments: false,
      minify: true,
      codeSplitting: { groups: commandChunks },
    },
  });
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  const packages = bundledPackages(root, modules);
  writeLicenses(packages, path.join(dist, 'cli/LICENSES.txt'));
  return packages;
}

/** Bundles the inspector's page: one script and one style sheet, which load nothing else. */
async function buildPage(): Promise<BundledPackage[]> {
  const page = path.join(root, 'src/listen/inspector/page');
  const outdir = path.join(dist, 'inspector');
  const { metafile } = await buildForBrowser({
    absWorkingDir: root,
    entryPoints: [path.join(page, 'app.tsx'), path.join(page, 'app.css')],
    outdir,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    // The first versions with light-dark() and showModal(), from early 2024.
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  for (const file of ['index.html', 'icon.svg']) {
    copyFileSync(path.join(page, file), path.join(outdir, file));
  }
  const packages = bundledPackages(root, Object.keys(metafile.inputs));
  writeLicenses(packages, path.join(outdir, 'LICENSES.txt'));
  return packages;
}

/** Copies our own sources that projects made by `init` contain, so that there is one source for both. */
function buildTemplates(): void {
  const target = path.join(dist, 'templates/logto/src/logto');
  mkdirSync(target, { recursive: true });
  for (const file of ['logto/signature.ts', 'logto/events.ts', 'payload/console-test.ts']) {
    copyFileSync(path.join(root, 'src/core', file), path.join(target, path.basename(file)));
  }
  writeFileSync(path.join(target, 'payloads.ts'), payloadTypes());
}
