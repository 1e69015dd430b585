/**
 * Builds `dist/`: the library as plain ES modules with types (tsc), the command as CommonJS
 * chunks (esbuild), one per command, so that start-up pays only for what runs.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { writeLicences } from './licences.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
await buildCommand();
buildLibrary();

/**
 * esbuild splits code into shared chunks only for ES modules, but an ES module as the entry point
 * makes a bare Node start a third slower. So: split first, then turn each chunk into CommonJS.
 */
async function buildCommand(): Promise<void> {
  const chunks = mkdtempSync(path.join(tmpdir(), 'logto-hooks-build-'));
  try {
    const { metafile } = await build({
      entryPoints: { main: path.join(root, 'src/main.ts') },
      outdir: chunks,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      outExtension: { '.js': '.cjs' },
      chunkNames: '[name]-[hash]',
      legalComments: 'none',
      minifySyntax: true,
      minifyWhitespace: true,
      metafile: true,
      logLevel: 'warning',
    });
    await build({
      entryPoints: readdirSync(chunks).map((chunk) => path.join(chunks, chunk)),
      outdir: path.join(dist, 'cli'),
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      supported: { 'dynamic-import': false },
      define: { 'import.meta.dirname': '__dirname' },
      outExtension: { '.js': '.cjs' },
      minify: true,
      logLevel: 'warning',
    });
    writeLicences(root, Object.keys(metafile.inputs), path.join(dist, 'cli/LICENCES.txt'));
  } finally {
    rmSync(chunks, { recursive: true });
  }
}

function buildLibrary(): void {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
}
