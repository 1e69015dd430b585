import { mapJson } from '../json/tokens.ts';

/**
 * A payload's text with another `createdAt`, the one value that differs between two deliveries of the
 * same; that of a user or organization inside stays. Nothing changes where it is no string.
 * @param text JSON
 * @param source what to write in its place: JSON
 */
export function withCreatedAt(text: string, source: string): string {
  return mapJson<'payload' | 'createdAt' | 'elsewhere'>(text, 'payload', {
    place: (parent, step) =>
      parent === 'payload' && step === 'createdAt' ? 'createdAt' : 'elsewhere',
    key: (key) => key,
    scalar: (value, place) => (place === 'createdAt' && value.startsWith('"') ? source : value),
  });
}
