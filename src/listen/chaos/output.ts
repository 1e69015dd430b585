import type { Style } from '../../cli/terminal/index.ts';
import type { ChaosOptions } from './chaos.ts';
import { chaosEffects, defaultProbability } from './rules.ts';

/** Returns the section of the help that explains the faults. */
export function renderChaosHelp(style: Style): string {
  const rows = Object.values(chaosEffects).map(
    ({ example, app, sender }) =>
      `  ${example.padEnd(10)}  your app ${app}; the sender gets ${sender}`,
  );
  return [
    '',
    style.bold('Chaos:'),
    `  One or more faults, each with an optional probability (default ${defaultProbability}): drop,delay=11s:0.05`,
    ...rows,
  ].join('\n');
}

/** Returns the faults for the banner: `drop 20%, delay=11s 10% (seed 42)`. */
export function describeRules({ rules, seed }: ChaosOptions): string {
  const faults = rules.map(({ kind, value, probability }) => {
    const setting = kind === 'delay' ? `=${value / 1000}s` : kind === 'status' ? `=${value}` : '';
    return `${kind}${setting} ${Math.round(probability * 100)}%`;
  });
  return `${faults.join(', ')} (seed ${seed})`;
}

/** Returns the line that says how to repeat a run with a random seed. */
export function announceChaos(seed: number, style: Style): string {
  return `${style.yellow('chaos')} Repeat these faults with --chaos-seed ${seed}.`;
}
