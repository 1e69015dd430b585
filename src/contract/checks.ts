import type { EventName } from '../core/events.ts';
import { acceptsChecks } from './accepts.ts';
import { behavesChecks } from './behaves.ts';
import { bytesChecks } from './bytes.ts';
import type { Check } from './check.ts';
import { rejectsChecks } from './rejects.ts';
import { toleratesChecks } from './tolerates.ts';

/** Every check, group by group: the one list that help, documentation and runs derive from. */
export const checks: readonly Check[] = [
  ...acceptsChecks,
  ...rejectsChecks,
  ...bytesChecks,
  ...toleratesChecks,
  ...behavesChecks,
];

/** The checks of a receiver that subscribes to these events only. */
export function checksFor(events: readonly EventName[]): Check[] {
  const foreign = (id: string) =>
    id.startsWith('accepts/') &&
    id !== 'accepts/scenarios' &&
    !events.some((event) => id === `accepts/${event}`);
  return checks.filter(({ id }) => !foreign(id));
}
