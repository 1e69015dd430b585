import { type EventName, eventNames } from '../../core/logto/events.ts';

/** Returns the events whose name contains every word of a text; case does not matter. */
export function findSamples(text: string): readonly EventName[] {
  const words = text
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean);
  return eventNames.filter((name) => {
    const lower = name.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}
