/** Something worth telling people of, in plain text: each channel escapes it in its own way. */
export interface Notice {
  readonly kind: 'user' | 'access' | 'alarm';
  readonly title: string;
  /** Who or what, in one line. */
  readonly subject: string;
  readonly details: readonly Detail[];
  /** Where Logto's Console shows it. */
  readonly link?: URL;
  /** The event's name. */
  readonly event: string;
  /** When it happened, ISO 8601. */
  readonly at: string;
}

export interface Detail {
  readonly label: string;
  readonly text: string;
}

/**
 * Text that someone else chose, fit for one line: no line breaks, no control characters, nothing that
 * turns the direction of writing, and not too long.
 * @param limit how many characters it may have
 */
export function tidy(text: string, limit = 200): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** `a, b, c and 4 more`. */
export function list(items: readonly string[], limit = 5): string {
  const shown = items.slice(0, limit).map((item) => tidy(item, 60));
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
