import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const typings = createRequire(import.meta.url).resolve('@commander-js/extra-typings');
const commander = path.dirname(createRequire(typings).resolve('commander'));

/**
 * Bundles commander as ES modules in one scope. As CommonJS each of its modules is a function in a
 * function, which V8 reads once more for each level; and its index makes two programs that nobody
 * asked for. `@commander-js/extra-typings` adds types alone, so that its names are commander's own.
 */
export const flattenCommander: Plugin = {
  name: 'flatten-commander',
  setup(bundle) {
    bundle.onResolve({ filter: /^@commander-js\/extra-typings$/ }, () => ({
      path: 'index',
      namespace: 'commander',
    }));
    bundle.onLoad({ filter: /^index$/, namespace: 'commander' }, () => ({
      contents: `
        export { Argument } from './lib/argument.js';
        export { Command } from './lib/command.js';
        export { CommanderError, InvalidArgumentError } from './lib/error.js';
        export { Option } from './lib/option.js';`,
      resolveDir: commander,
    }));
    bundle.onLoad({ filter: /[\\/]commander[\\/]lib[\\/]\w+\.js$/ }, ({ path: file }) => ({
      contents: toModule(readFileSync(file, 'utf8'), file),
    }));
  },
};

/** A file of commander's, its requires as imports and its exports as such. */
function toModule(code: string, file: string): string {
  const contents = code
    // It is for commands that are programs of their own, of which we have none: 1 ms a start.
    .replace(/^const childProcess = require\('node:child_process'\);$/m, '')
    .replaceAll(/^const (\{.*\}) = require\(('.*')\);$/gm, 'import $1 from $2;')
    .replaceAll(/^const (\w+) = require\(('.*')\);$/gm, 'import $1 from $2;')
    .replaceAll(/^const (\w+) = require\(('.*')\)\.\1;$/gm, 'import { $1 } from $2;')
    .replaceAll(/^exports\.(\w+) = \1;.*$/gm, 'export { $1 };');
  if (/\brequire\(|\bexports\./.test(contents)) throw new Error(`${file} cannot be flattened`);
  return contents;
}
