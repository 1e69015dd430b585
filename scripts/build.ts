/**
 * Builds `dist/`: the library as ES modules with types, the command as CommonJS chunks, one per
 * command, so that start-up pays only for what runs; neither needs another package.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { configurationJsonSchema } from '../src/cli/configuration.ts';
import { payloadTypes } from '../src/core/payload/typescript.ts';
import { flattenCommander } from './flatten-commander.ts';
import { leanSpinners } from './lean-spinners.ts';
import { leanUndici } from './lean-undici.ts';
import { buildLibrary } from './library.ts';
import { writeLicences } from './licences.ts';
import { packChunks, rewire } from './pack-chunks.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const target = 'node20.19';

rmSync(dist, { recursive: true, force: true });
await buildCommand();
await buildPage();
buildTemplates();
await buildLibrary(root, target);
writeFileSync(
  path.join(dist, 'config.schema.json'),
  `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`,
);

/**
 * esbuild splits code into shared chunks only for ES modules, but an ES module as the entry point
 * makes a bare Node start a third slower. So: split first, then turn each chunk into CommonJS.
 */
async function buildCommand(): Promise<void> {
  const chunks = mkdtempSync(path.join(tmpdir(), 'logto-hooks-build-'));
  try {
    const { metafile } = await split(chunks);
    const packed = await packChunks(metafile, chunks);
    const { outputFiles } = await build({
      entryPoints: readdirSync(chunks).map((chunk) => path.join(chunks, chunk)),
      outdir: path.join(dist, 'cli'),
      write: false,
      format: 'cjs',
      platform: 'node',
      target,
      supported: { 'dynamic-import': false },
      define: { 'import.meta.dirname': '__dirname' },
      outExtension: { '.js': '.cjs' },
      minify: true,
      logLevel: 'warning',
    });
    mkdirSync(path.join(dist, 'cli'), { recursive: true });
    const start = path.join(dist, 'cli/start.cjs');
    const texts = new Map(
      outputFiles.map(({ path: file, text }) => {
        const rewired = rewire(text, packed);
        // Node wraps the first, and the first loads the others as they are.
        return [file, file === start ? rewired : wrap(rewired)];
      }),
    );
    texts.set(start, await withCodeCache(texts.get(start) ?? '', [...texts.values()]));
    for (const [file, text] of texts) writeFileSync(file, text);
    writeLicences(root, Object.keys(metafile.inputs), path.join(dist, 'cli/LICENCES.txt'));
  } finally {
    rmSync(chunks, { recursive: true });
  }
}

/** As Node wraps a CommonJS module; done here, no start has to. */
function wrap(text: string): string {
  return `(function(exports,require,module,__filename,__dirname){${text}\n})`;
}

/** The first chunk, which loads the others with what V8 made of them the last time. */
async function withCodeCache(start: string, all: readonly string[]): Promise<string> {
  const placeholder = '@@build-id@@';
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'src/startup/require-chunk.ts')],
    write: false,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target,
    define: { buildId: JSON.stringify(placeholder) },
    minify: true,
    logLevel: 'warning',
  });
  const loader = outputFiles.map(({ text }) => text).join('');
  const hash = createHash('sha256').update(loader);
  for (const text of all) hash.update(text);
  const buildId = hash.digest('hex').slice(0, 16);
  // Not run before it is needed: `--version` needs no other chunk.
  return `var $chunk;function $load(id){return($chunk??=$startup({}).chunkRequire(__dirname,require))(id)}
function $startup(module){${loader.replace(placeholder, buildId)};return module.exports}
${start.replaceAll('require("./', '$load("./')}`;
}

function split(outdir: string) {
  return build({
    absWorkingDir: root,
    entryPoints: { main: 'src/main.ts' },
    outdir,
    plugins: [flattenCommander, leanSpinners, leanUndici],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    chunkNames: '[name]-[hash]',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'warning',
  });
}

/** The inspector's page: one script, one style sheet, nothing from elsewhere. */
async function buildPage(): Promise<void> {
  const page = path.join(root, 'src/listen/inspector/page');
  const outdir = path.join(dist, 'inspector');
  const { metafile } = await build({
    entryPoints: [path.join(page, 'app.tsx'), path.join(page, 'app.css')],
    outdir,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    // The first with light-dark() and showModal(), all of them of early 2024.
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
  writeLicences(root, Object.keys(metafile.inputs), path.join(outdir, 'LICENCES.txt'));
}

/** What a project made by `init` takes from our own sources: one truth, copied in. */
function buildTemplates(): void {
  const target = path.join(dist, 'templates/logto/src/logto');
  mkdirSync(target, { recursive: true });
  for (const file of ['logto/signature.ts', 'logto/events.ts', 'payload/console-test.ts']) {
    copyFileSync(path.join(root, 'src/core', file), path.join(target, path.basename(file)));
  }
  writeFileSync(path.join(target, 'payloads.ts'), payloadTypes());
}
