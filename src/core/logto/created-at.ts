import { mapJson } from '../json/tokens.ts';

/**
 * Returns a payload's text with a new top-level `createdAt`. The text is unchanged if `createdAt` is not a
 * string.
 * @param text JSON
 * @param source the new value, as JSON
 */
export function withCreatedAt(text: string, source: string): string {
  return mapJson<'payload' | 'createdAt' | 'elsewhere'>(text, 'payload', {
    place: (parent, step) =>
      parent === 'payload' && step === 'createdAt' ? 'createdAt' : 'elsewhere',
    key: (key) => key,
    scalar: (value, place) => (place === 'createdAt' && value.startsWith('"') ? source : value),
  });
}
