import type { Plugin } from 'esbuild';

/**
 * ora's default spinner, and the one it has where a terminal knows no braille. The other 80 take as much
 * room as four of our commands.
 */
export const leanSpinners: Plugin = {
  name: 'lean-spinners',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/]cli-spinners[\\/]index\.js$/ }, () => ({
      contents: `import { dots, line } from './spinners.json'; export default { dots, line };`,
    }));
  },
};
