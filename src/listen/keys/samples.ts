import { type EventName, eventNames } from '../../core/logto/events.ts';

/** The events whose name has every word that was typed, in any case; all where nothing was. */
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
