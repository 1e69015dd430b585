import { randomInt } from 'node:crypto';
import type { Output } from '../../cli/terminal/index.ts';
import type { ChaosRule } from '../../core/chaos-rule.ts';
import { UsageError } from '../../core/errors.ts';
import type { Route } from '../router.ts';
import type { ChaosOptions } from './chaos.ts';
import { announceChaos } from './output.ts';

interface ChaosFlags {
  readonly chaos?: readonly ChaosRule[] | undefined;
  readonly chaosSeed?: number | undefined;
  readonly forwardTo?: URL | undefined;
  readonly route?: readonly Route[] | undefined;
}

/**
 * Returns the faults that `--chaos` injects. Prints a random seed, so that the run can be repeated.
 * @throws UsageError if nothing is forwarded, and for a seed without `--chaos`
 */
export function planChaos(
  { chaos, chaosSeed, forwardTo, route }: ChaosFlags,
  err: Output,
): ChaosOptions | undefined {
  if (!chaos) {
    if (chaosSeed === undefined) return undefined;
    throw new UsageError('--chaos-seed needs --chaos.', 'For example: --chaos drop,duplicate.');
  }
  if (!forwardTo && !route) {
    throw new UsageError(
      '--chaos needs --forward-to or --route: it injects faults between the listener and your app.',
      "Without an app, --respond and --delay change the listener's own response.",
    );
  }
  const seed = chaosSeed ?? randomInt(2 ** 32);
  if (chaosSeed === undefined) err.line(announceChaos(seed, err.style));
  return { rules: chaos, seed };
}
