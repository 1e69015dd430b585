import type { Style } from '../cli/terminal/index.ts';
import { diffLines } from '../core/json/line-diff.ts';
import type { Plan } from './plan.ts';
import type { FileChange } from './wiring.ts';

/** Lines around a change that are shown with it. */
const context = 2;

/** Returns the changes as a diff: new files whole, others with the lines around each change. */
export function renderChanges({ changes, kept }: Plan, style: Style): string[] {
  return [
    ...changes.flatMap((change) => renderChange(change, style)),
    ...kept.map((file) => `${style.dim('exists')} ${file}, left unchanged`),
  ];
}

function renderChange({ file, before, after }: FileChange, style: Style): string[] {
  if (before === null) {
    const lines = after.replace(/\n$/, '').split('\n');
    return [style.bold(`new file ${file}`), ...lines.map((line) => style.green(`+${line}`)), ''];
  }
  const lines = diffLines(before.split('\n'), after.split('\n'));
  const isNear = (index: number) =>
    lines
      .slice(Math.max(0, index - context), index + context + 1)
      .some(({ side }) => side !== 'both');
  const shown = lines.flatMap(({ side, text }, index) => {
    if (side === 'second') return [style.green(`+${text}`)];
    if (side === 'first') return [style.red(`-${text}`)];
    return isNear(index) ? [style.dim(` ${text}`)] : [];
  });
  return [style.bold(`change ${file}`), ...shown, ''];
}

/** Returns the next steps for the user. */
export function renderNextSteps(
  { notes, route, port, startCommand }: Plan,
  command: string,
  style: Style,
): string[] {
  const test = `${command} test --to ${port}${route}`;
  const listen = `${command} listen --forward-to ${port}${route}`;
  const steps = [
    ...notes,
    startCommand === undefined
      ? `Start your app, then test the route: ${style.cyan(test)}`
      : `Test the route (test sets the signing key itself): ${style.cyan(`${test} --start '${startCommand}'`)}`,
    `Start your app and forward events to it: ${style.cyan(listen)}`,
  ];
  return [style.bold('Next'), ...steps.map((step, index) => `  ${index + 1}. ${step}`)];
}
