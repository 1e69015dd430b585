import type { Plugin } from 'esbuild';

/**
 * zod's messages in 50 languages, of which we show none: half of its size. It keeps them reachable
 * under one of its names, and chunks that share zod leave esbuild no way to see that nobody asks.
 */
export const leanZod: Plugin = {
  name: 'lean-zod',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export {};',
    }));
  },
};
