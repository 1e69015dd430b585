import { UsageError } from '../../core/errors.ts';
import { catalog } from '../../core/logto/catalog.ts';
import type { EventName } from '../../core/logto/events.ts';
import { deletions, type ObjectKind, objectKinds, type Step, steps } from './steps.ts';

/** An event that this command cannot cause with a call. */
export interface ManualEvent {
  readonly event: EventName;
  /** Ways to cause it, as clauses or API calls. */
  readonly how: readonly string[];
}

export interface TriggerPlan {
  /** The events to trigger. */
  readonly events: readonly EventName[];
  readonly manual: readonly ManualEvent[];
  /** The calls that cause them, with those that prepare for them. */
  readonly steps: readonly Step[];
  /** The calls that delete the created objects; none if they are kept. */
  readonly deletions: readonly Step[];
}

/**
 * Returns the calls that cause events.
 * @param keep whether to keep the created objects
 * @throws UsageError if no event is left that a call can cause
 */
export function planTrigger(wanted: readonly EventName[], keep: boolean): TriggerPlan {
  const possible = new Set([...steps, ...(keep ? [] : deletions)].map(({ event }) => event));
  const events = wanted.filter((event) => possible.has(event));
  const manual = wanted.filter((event) => !isCallable(event)).map(explainManual);
  const kinds = neededKinds(
    [...steps, ...deletions].filter(({ event }) => event && events.includes(event)),
  );
  const chosen = steps.filter(
    ({ creates, event }) => (creates && kinds.has(creates)) || (event && events.includes(event)),
  );
  const deleted = deletions.filter(({ deletes }) => deletes && kinds.has(deletes));
  if (events.length === 0 && keep && wanted.some(isCallable)) {
    throw new UsageError(
      '--keep deletes nothing, so no *.Deleted event is sent.',
      'Leave out --keep, or name other events.',
    );
  }
  return { events, manual, steps: chosen, deletions: keep ? [] : deleted };
}

function isCallable(event: EventName): boolean {
  return [...steps, ...deletions].some((step) => step.event === event);
}

/** Returns the objects that calls need, including indirect ones. */
function neededKinds(wanted: readonly Step[]): Set<ObjectKind> {
  const kinds = new Set<ObjectKind>();
  const add = (step: Step) => {
    for (const kind of [...(step.creates ? [step.creates] : []), ...kindsIn(step)]) {
      if (kinds.has(kind)) continue;
      kinds.add(kind);
      const creation = steps.find(({ creates }) => creates === kind);
      if (creation) add(creation);
    }
  };
  for (const step of wanted) add(step);
  return kinds;
}

/** Returns the objects whose ids are in a call's path or body. */
export function kindsIn({ path, body }: Step): ObjectKind[] {
  const text = path + JSON.stringify(body ?? {});
  return objectKinds.filter((kind) => new RegExp(`:${kind}\\b`).test(text));
}

function explainManual(event: EventName): ManualEvent {
  const { triggers } = catalog[event];
  const how = triggers.flatMap((trigger) => {
    if ('action' in trigger) return [trigger.action];
    return 'route' in trigger ? [trigger.route] : trigger.calls;
  });
  return { event, how: [...new Set(how)] };
}
