import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import ts from 'typescript';
import { catalogue } from '../src/core/logto/catalog.ts';
import { eventNames } from '../src/core/logto/events.ts';
import { payloadJsonSchema } from '../src/core/payload/json-schema.ts';
import { payloadTypes } from '../src/core/payload/typescript.ts';
import { writeLicenses } from './licenses.ts';

/** What can be imported. */
const entries = ['index', 'testing'];

/**
 * Builds the library: ES modules with all that they need, so that whoever installs it gets one package.
 * @param root of the project
 * @param target of the code, as esbuild names it
 */
export async function buildLibrary(root: string, target: string): Promise<void> {
  const outdir = path.join(root, 'dist/library');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: entries.map((entry) => `src/${entry}.ts`),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target,
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    // Node shows the whole line that threw.
    lineLimit: 120,
    metafile: true,
    logLevel: 'warning',
  });
  writeLicenses(root, Object.keys(metafile.inputs), path.join(outdir, 'LICENSES.txt'));
  buildTypes(root, path.join(root, 'dist/types'));
}

/** Declarations that stand alone: what zod's types would infer is written out. */
function buildTypes(root: string, outdir: string): void {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '-p', path.join(root, 'tsconfig.build.json')];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  const payload = path.join(outdir, 'core/payload');
  writeFileSync(path.join(payload, 'schemas.d.ts'), payloads());
  writeFileSync(path.join(outdir, 'core/logto/catalog.d.ts'), variants());
  // A type that is inferred from ours can be named only where each part of it can be.
  appendFileSync(
    path.join(outdir, 'index.d.ts'),
    "export type * from './core/payload/schemas.d.ts';\n",
  );
  writeFileSync(path.join(payload, 'entities.d.ts'), entities());
  const reached = new Set<string>();
  for (const entry of entries) reach(path.join(outdir, `${entry}.d.ts`), reached);
  removeAllBut(outdir, reached);
}

/** In place of what is inferred from `payloadSchemas`. */
function payloads(): string {
  return `${payloadTypes(true)}
export type { LogtoPayloads as Payloads };

/** The payload of an event, or of any: a union told apart by \`event\`. */
export type Payload<Name extends LogtoEventName = LogtoEventName> = LogtoPayloads[Name];
`;
}

/** In place of what is inferred from all that the catalogue says. */
function variants(): string {
  const entries = eventNames.map((event) => {
    const names = catalogue[event].triggers.map(({ variant }) => `'${variant}'`);
    return `  '${event}': ${names.join(' | ')};`;
  });
  return `/** The names of an event's variants, such as \`'management-api' | 'register'\` for User.Created. */
export type Variant<Name extends keyof Variants = keyof Variants> = Variants[Name];

/** The names of each event's variants. */
export interface Variants {
${entries.join('\n')}
}
`;
}

/** In place of what is inferred from each entity's schema: `LogtoUser` is known as `User`. */
function entities(): string {
  const names = eventNames.flatMap((event) => Object.keys(payloadJsonSchema(event).$defs ?? {}));
  const renamed = [...new Set(names)].map((name) => `${name} as ${name.replace(/^Logto/, '')}`);
  return `export type { ${renamed.join(', ')} } from './schemas.d.ts';\n`;
}

/**
 * Follows what a declaration imports.
 * @throws for a package that whoever installs the library would not have
 */
function reach(file: string, reached: Set<string>): void {
  if (reached.has(file)) return;
  reached.add(file);
  for (const { fileName: name } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
    if (name.startsWith('node:')) continue;
    if (!name.startsWith('.')) throw new Error(`${file} needs the types of ${name}`);
    reach(path.resolve(path.dirname(file), name.replace(/(?:\.d)?\.ts$/, '.d.ts')), reached);
  }
}

function removeAllBut(directory: string, wanted: ReadonlySet<string>): void {
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(file)) rmSync(file);
  }
}
