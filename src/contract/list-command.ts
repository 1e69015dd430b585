import type { Terminal } from '../cli/terminal/index.ts';
import { renderCheckList, toDescriptionRecord } from './reporters/list.ts';
import type { TestSettings } from './settings.ts';

/** Prints the checks that would run. */
export function listChecks({ selected }: TestSettings, json: boolean, { out }: Terminal): void {
  const wanted = selected.filter(({ skipReason }) => skipReason === null);
  if (json) {
    for (const { check } of wanted) out.line(JSON.stringify(toDescriptionRecord(check)));
    return;
  }
  const checks = wanted.map(({ check }) => check);
  for (const line of renderCheckList(checks, out.style, out.columns)) out.line(line);
}
