import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * esbuild makes a chunk for each set of commands that share some modules, so that a command loads a
 * dozen tiny files, and each costs a start 0.3 ms. Here what every start loads becomes one file, and
 * so does what `send`, the command that is started most, shares with others.
 * @param metafile of the build that made the chunks
 * @param directory where they are, as CommonJS
 */
export function packShared({ outputs }: Metafile, directory: string): void {
  const packed = new Set<string>();
  const closureOf = (source: string) => {
    const entry = Object.keys(outputs).find((chunk) => outputs[chunk]?.entryPoint === source);
    if (!entry) throw new Error(`${source} has no chunk`);
    return [...new Set(closure(outputs, entry))].filter((chunk) => !packed.has(chunk));
  };
  const pack = (chunks: readonly string[], name: string) => {
    for (const chunk of chunks) packed.add(chunk);
    const files = chunks.map((chunk) => path.basename(chunk));
    packChunks(directory, files, name);
  };
  pack(closureOf('src/main.ts'), 'main.cjs');
  pack(closureOf('src/cli.ts'), 'cli.cjs');
  pack(closureOf('src/commands/send.ts').slice(1), 'shared.cjs');
}

/** A chunk, and all that it loads at once, directly or not. */
function closure(outputs: Metafile['outputs'], chunk: string): string[] {
  const imports = outputs[chunk]?.imports ?? [];
  const loaded = imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
  return [chunk, ...loaded.flatMap(({ path: next }) => closure(outputs, next))];
}

const requires = /\brequire\("\.\/([^"]+\.cjs)"\)/g;

/**
 * Puts chunks into one file. In there each is still a module of its own, run once, when it is first
 * required; whoever required one of them now asks the pack for it.
 * @param members names of files, such as `chunk-AB12.cjs`; they are removed
 * @param pack the name of the file to write, which may be one of the members: that one is then run
 *   when the pack is loaded
 */
function packChunks(directory: string, members: readonly string[], pack: string): void {
  const isMember = new Set(members);
  const rewire = (file: string, toMember: (name: string) => string) =>
    readFileSync(path.join(directory, file), 'utf8').replaceAll(requires, (whole, name: string) =>
      isMember.has(name) ? toMember(name) : whole,
    );

  const modules = members.map((member) => {
    const code = rewire(member, (name) => `take(${JSON.stringify(name)})`);
    rmSync(path.join(directory, member));
    // In parentheses, for V8 then compiles it at once instead of reading it twice.
    return `${JSON.stringify(member)}:(function(module,exports){${code}})`;
  });
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.cjs'))) {
    const fromPack = (name: string) => `require("./${pack}").take(${JSON.stringify(name)})`;
    writeFileSync(path.join(directory, file), rewire(file, fromPack));
  }
  const run = isMember.has(pack) ? `take(${JSON.stringify(pack)});` : '';
  writeFileSync(path.join(directory, pack), `const modules={${modules.join(',')}};${take}${run}\n`);
}

const take = `const taken={};function take(name){let module=taken[name];if(!module){module=taken[name]={exports:{}};modules[name](module,module.exports)}return module.exports}exports.take=take;`;
