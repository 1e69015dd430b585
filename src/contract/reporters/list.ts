import { wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { type CheckDescription, groups } from '../result.ts';

/** Returns the `--json` record of a check. */
export function toDescriptionRecord(check: CheckDescription) {
  const { id, group, severity, why, sends, remedy, snippets = {} } = check;
  return { type: 'description', id, group, severity, why, sends, remedy, snippets };
}

/** Returns the checks by group: id, deliveries, reason. */
export function renderCheckList(
  checks: readonly CheckDescription[],
  style: Style,
  columns: number,
): string[] {
  return groups.flatMap((group) => {
    const members = checks.filter((check) => check.group === group);
    if (members.length === 0) return [];
    return [
      style.bold(`${group}  ${style.dim(String(members.length))}`),
      ...members.flatMap((check) => renderCheck(check, style, columns)),
      '',
    ];
  });
}

function renderCheck(check: CheckDescription, style: Style, columns: number): string[] {
  const { id, severity, sends, why } = check;
  const mark = severity === 'warn' ? `  ${style.yellow('warn')}` : '';
  const width = Math.min(columns, 100) - 4;
  return [
    `  ${style.cyan(id)}${mark}`,
    ...wrap(`Sends ${sends}.`, width).map((line) => `    ${line}`),
    ...wrap(why, width).map((line) => `    ${style.dim(line)}`),
  ];
}
