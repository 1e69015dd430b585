import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { cacheHome } from '../core/user-directories.ts';
import { readCodeCache, writeCodeCache } from './code-cache.ts';

/** Changes with every build that differs; the build puts it in. */
declare const buildId: string;

type Require = (id: string) => unknown;

/** The one chunk that Node.js loads, for it loads the others. */
const first = './start.cjs';

/**
 * What the chunks of the built command require each other with. To compile them takes a fifth of a
 * start; what V8 made of them, the functions that ran included, is kept in the user's cache directory.
 * (`module.enableCompileCache`, which Node.js 20 has not, keeps no function that is compiled when it is
 * first called, and so gains next to nothing here.) A command has a file of its own: each runs other
 * functions of what they share. `NODE_DISABLE_COMPILE_CACHE=1` turns it off, as it does Node's.
 * @param directory where the chunks are
 * @param fromNode what loads all else
 */
export function chunkRequire(directory: string, fromNode: Require): Require {
  const file = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheFile();
  const { chunks, isOld } = readCodeCache(file ?? '', process.getuid?.());
  const modules = new Map<string, { exports: unknown }>();
  const scripts = new Map<string, Script>();
  let isWanting = isOld;

  function load(id: string): unknown {
    if (!id.startsWith('./') || id === first) return fromNode(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const chunk = path.join(directory, id);
    const module = { exports: {} };
    modules.set(id, module);
    const code = `(function(exports,require,module,__filename,__dirname){${readFileSync(chunk)}\n})`;
    const cachedData = chunks.get(id);
    const script = new Script(code, { filename: chunk, ...(cachedData && { cachedData }) });
    scripts.set(id, script);
    if (script.cachedDataRejected !== false) isWanting = true;
    script.runInThisContext()(module.exports, load, module, chunk, directory);
    return module.exports;
  }

  process.on('exit', (status) => {
    // Whoever mistyped a command has none to be quick with.
    if (!file || !isWanting || status === 2) return;
    const compiled = [...scripts].map(([id, script]) => [id, script.createCachedData()] as const);
    writeCodeCache(file, new Map([...chunks, ...compiled]));
  });
  return load;
}

/** By build and Node.js, for V8 reads only what it wrote itself, and by command. */
function cacheFile(): string {
  const [, , command = ''] = process.argv;
  const node = `${process.version}-${process.platform}-${process.arch}`;
  const name = /^[a-z]+$/.test(command) ? command : 'logto-hooks';
  return path.join(cacheHome(process.env), 'code', `${buildId}-${node}`, `${name}.bin`);
}
