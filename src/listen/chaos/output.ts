import type { Style } from '../../cli/terminal/index.ts';
import { chaosEffects, defaultProbability } from './rules.ts';

/** The part of a help that explains the kinds of chaos. */
export function renderChaosHelp(style: Style): string {
  const rows = Object.values(chaosEffects).map(
    ({ example, app, sender }) =>
      `  ${example.padEnd(10)}  your app ${app}; the sender gets ${sender}`,
  );
  return [
    '',
    style.bold('Chaos:'),
    `  One or more, each with a probability if it is not to be ${defaultProbability}: drop,delay=11s:0.05`,
    ...rows,
  ].join('\n');
}

/** How a run that was seeded by chance can be repeated. */
export function announceChaos(seed: number, style: Style): string {
  return `${style.yellow('chaos')} Repeat this run with --chaos-seed ${seed}.`;
}
