import { rmSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

/** Where a chunk went: its pack, and the name its exports have there. */
export interface Packed {
  readonly pack: string;
  readonly name: string;
}

/**
 * esbuild makes a chunk for each set of commands that share some modules, so that a command loads a
 * dozen tiny files, and each costs a start 0.3 ms. Here what every start loads becomes one file, so
 * does what `events` shares with others, which needs no network, and so does the rest of `send`, the
 * command that is started most.
 * @param metafile of the build that made the chunks
 * @param directory where they are, as ES modules; those packed are replaced by their packs
 * @returns where each packed chunk went, by its file name
 */
export async function packChunks(
  { outputs }: Metafile,
  directory: string,
): Promise<Map<string, Packed>> {
  const packed = new Map<string, Packed>();
  const pack = async (source: string, name: string, withEntry = true) => {
    const [entry = '', ...shared] = closure(outputs, entryOf(outputs, source));
    const chunks = [...new Set(withEntry ? [entry, ...shared] : shared)]
      .map((chunk) => path.basename(chunk))
      .filter((chunk) => !packed.has(chunk));
    await bundleChunks(directory, chunks, name);
    for (const [index, chunk] of chunks.entries())
      packed.set(chunk, { pack: name, name: `m${index}` });
  };
  await pack('src/main.ts', 'start');
  await pack('src/cli.ts', 'program');
  await pack('src/events/command.ts', 'lookup', false);
  await pack('src/send/command.ts', 'send');
  for (const chunk of packed.keys()) rmSync(path.join(directory, chunk));
  return packed;
}

/**
 * The text of a CommonJS file, its requires of packed chunks led to their packs. Each pack is asked
 * for once and kept: Node looks a name up anew each time, and two dozen times are 0.4 ms.
 */
export function rewire(code: string, packed: ReadonlyMap<string, Packed>): string {
  const packs = new Set<string>();
  const rewired = code.replaceAll(/\brequire\("\.\/([^"]+)\.js"\)/g, (_, chunk: string) => {
    const found = packed.get(`${chunk}.js`);
    if (!found) return `require("./${chunk}.cjs")`;
    packs.add(found.pack);
    return `($${found.pack}??=require("./${found.pack}.cjs")).${found.name}`;
  });
  return [...packs].map((pack) => `var $${pack};`).join('') + rewired;
}

/** Chunks in one scope, the exports of each under a name of its own. */
async function bundleChunks(directory: string, chunks: readonly string[], name: string) {
  const inside = new Set(chunks);
  const others: Plugin = {
    name: 'leave-other-chunks-outside',
    setup(bundle) {
      bundle.onResolve({ filter: /^\.\/.*\.js$/ }, ({ path: imported }) =>
        inside.has(path.basename(imported)) ? undefined : { path: imported, external: true },
      );
    },
  };
  await build({
    stdin: {
      contents: chunks.map((chunk, index) => `export * as m${index} from "./${chunk}";`).join('\n'),
      resolveDir: directory,
    },
    outfile: path.join(directory, `${name}.js`),
    plugins: [others],
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
}

function entryOf(outputs: Metafile['outputs'], source: string): string {
  const entry = Object.keys(outputs).find((chunk) => outputs[chunk]?.entryPoint === source);
  if (!entry) throw new Error(`${source} has no chunk`);
  return entry;
}

/** A chunk, and all that it loads at once, directly or not. */
function closure(outputs: Metafile['outputs'], chunk: string): string[] {
  const imports = outputs[chunk]?.imports ?? [];
  const loaded = imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
  return [chunk, ...loaded.flatMap(({ path: next }) => closure(outputs, next))];
}
