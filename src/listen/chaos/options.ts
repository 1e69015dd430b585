import { randomInt } from 'node:crypto';
import type { Output } from '../../cli/terminal/index.ts';
import type { ChaosRule } from '../../core/chaos-rule.ts';
import { UsageError } from '../../core/errors.ts';
import type { ChaosOptions } from './chaos.ts';
import { announceChaos } from './output.ts';

interface ChaosFlags {
  readonly chaos?: readonly ChaosRule[] | undefined;
  readonly chaosSeed?: number | undefined;
  readonly forwardTo?: URL | undefined;
}

/**
 * What shall go wrong, if that is asked for; a seed that was chosen by chance is said, so that the run
 * can be repeated.
 * @throws UsageError where nothing is forwarded, and for a seed without chaos
 */
export function planChaos(
  { chaos, chaosSeed, forwardTo }: ChaosFlags,
  err: Output,
): ChaosOptions | undefined {
  if (!chaos) {
    if (chaosSeed === undefined) return undefined;
    throw new UsageError('--chaos-seed goes with --chaos.', 'Such as: --chaos drop,duplicate.');
  }
  if (!forwardTo) {
    throw new UsageError(
      '--chaos needs --forward-to: it strikes on the way to your app.',
      "Without an app, --respond and --delay change the listener's own answer.",
    );
  }
  const seed = chaosSeed ?? randomInt(2 ** 32);
  if (chaosSeed === undefined) err.line(announceChaos(seed, err.style));
  return { rules: chaos, seed };
}
