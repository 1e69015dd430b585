import type { EventName } from '../core/logto/events.ts';
import type { Check } from './check.ts';
import { acceptsChecks } from './checks/accepts.ts';
import { behavesChecks } from './checks/behaves.ts';
import { bytesChecks } from './checks/bytes.ts';
import { rejectsChecks } from './checks/rejects.ts';
import { toleratesChecks } from './checks/tolerates.ts';

/** Every check by group; help, documentation and runs derive from this list. */
export const checks: readonly Check[] = [
  ...acceptsChecks,
  ...rejectsChecks,
  ...bytesChecks,
  ...toleratesChecks,
  ...behavesChecks,
];

/**
 * Returns the checks of a receiver that subscribes to these events only.
 * @param fuzz whether to include generated payloads
 */
export function checksFor(events: readonly EventName[], { fuzz = false } = {}): Check[] {
  const foreign = (id: string) =>
    id.startsWith('accepts/') &&
    id !== 'accepts/scenarios' &&
    !(fuzz && id === 'accepts/fuzz') &&
    !events.some((event) => id === `accepts/${event}`);
  return checks.filter(({ id }) => !foreign(id));
}
