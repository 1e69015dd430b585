import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { once } from '../core/once.ts';
import { startLength } from '../core/start-length.ts';
import { cacheHome } from '../core/workspace/user-directories.ts';
import { type CompiledChunks, readCodeCache, writeCodeCache } from './code-cache.ts';

/** Of all chunks and of this loader; the build puts it in. */
declare const buildId: string;

type Require = (id: string) => unknown;

/** The one chunk that Node.js loads, for it loads the others. */
const first = './start.cjs';

/**
 * What the chunks of the built command require each other with. To compile them takes a fifth of a
 * start; what V8 made of them, the functions that ran included, is kept in the user's cache directory.
 * (`module.enableCompileCache`, which Node.js 20 has not, kept half as much on 24, and gained next to
 * nothing.) A command has a file of its own: each runs other functions of what they share.
 * `NODE_DISABLE_COMPILE_CACHE=1` turns it off, as it does Node's.
 * @param directory where the chunks are: each a function of what CommonJS gives a module
 * @param fromNode what loads all else
 */
export function chunkRequire(directory: string, fromNode: Require): Require {
  const file = cacheFile();
  const { chunks, isOld } = readCodeCache(file ?? '');
  const modules = new Map<string, { exports: unknown }>();
  const scripts = new Map<string, Script>();
  /** At the end of the start: all that is compiled until then belongs to it. */
  const renew = once(() => {
    if (file) onceStarted(() => writeCodeCache(file, () => compiled(scripts, chunks)));
  });

  function load(id: string): unknown {
    if (!id.startsWith('./') || id === first) return fromNode(id);
    const known = modules.get(id);
    if (known) return known.exports;
    const chunk = path.join(directory, id);
    const module = { exports: {} };
    modules.set(id, module);
    const cachedData = chunks.get(id);
    const options = { filename: chunk, ...(cachedData && { cachedData }) };
    const script = new Script(readFileSync(chunk, 'latin1'), options);
    scripts.set(id, script);
    if (script.cachedDataRejected !== false) renew();
    script.runInThisContext()(module.exports, load, module, chunk, directory);
    return module.exports;
  }

  if (isOld) renew();
  return load;
}

/**
 * When a command has ended, or is past its start; not at all where it is already. Whoever mistyped one
 * has none to be quick with. Only for who has something to do then: the first timer of a process takes
 * a fortieth of a start.
 */
function onceStarted(act: () => void): void {
  const left = startLength - process.uptime() * 1000;
  if (left <= 0) return;
  const timer = setTimeout(() => {
    process.off('exit', atExit);
    act();
  }, left);
  timer.unref();
  const atExit = (status: number) => {
    if (status !== 2) act();
  };
  process.on('exit', atExit);
}

/** What was loaded now, and what an earlier run loaded; of each the one with more functions. */
function compiled(scripts: ReadonlyMap<string, Script>, earlier: CompiledChunks): CompiledChunks {
  const all = new Map(earlier);
  for (const [id, script] of scripts) {
    const code = script.createCachedData();
    const known = script.cachedDataRejected === false ? earlier.get(id) : undefined;
    if (!known || code.length > known.length) all.set(id, code);
  }
  return all;
}

/**
 * By build and Node.js, for V8 reads only what it wrote itself, and by command. None where V8 runs
 * under flags of the user's, which it compiles otherwise for.
 */
function cacheFile(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_OPTIONS } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE || NODE_OPTIONS || process.execArgv.length > 0) return undefined;
  const home = cacheHome(process.env, process.platform);
  if (home === undefined) return undefined;
  const [, , command = ''] = process.argv;
  const node = `${process.version}-${process.platform}-${process.arch}`;
  const name = /^[a-z]+$/.test(command) ? command : 'logto-hooks';
  return path.join(home, 'code', `${buildId}-${node}`, `${name}.bin`);
}
