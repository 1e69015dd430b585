import type { Plugin } from 'esbuild';

const pool = 'undici/lib/dispatcher/pool.js';

/**
 * undici without what we do not use: fetch, WebSocket, caches, mocks; half of its size. Its entry point
 * loads all of them; what we dispatch through is its Pool.
 */
export const leanUndici: Plugin = {
  name: 'lean-undici',
  setup(bundle) {
    bundle.onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
      path: 'undici',
      namespace: 'lean-undici',
      pluginData: resolveDir,
    }));
    bundle.onLoad({ filter: /.*/, namespace: 'lean-undici' }, ({ pluginData }) => ({
      contents: `export { default as Pool } from '${pool}';`,
      resolveDir: pluginData,
    }));
  },
};
