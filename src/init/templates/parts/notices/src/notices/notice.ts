/** A notice in plain text; each channel escapes it in its own way. */
export interface Notice {
  readonly kind: 'user' | 'access' | 'alarm';
  readonly title: string;
  /** Who or what it is about, in one line. */
  readonly subject: string;
  readonly details: readonly Detail[];
  /** The page in Logto's Console. */
  readonly link?: URL;
  /** The event's name. */
  readonly event: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface Detail {
  readonly label: string;
  readonly text: string;
}

/**
 * Returns untrusted text as one line, without control characters or marks that reverse the writing
 * direction.
 * @param limit the maximum number of characters
 */
export function toSingleLine(text: string, limit = 200): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();
  const characters = [...line];
  return characters.length <= limit ? line : `${characters.slice(0, limit - 1).join('')}…`;
}

/** Returns `a, b, c and 4 more`. */
export function list(items: readonly string[], limit = 5): string {
  const shown = items.slice(0, limit).map((item) => toSingleLine(item, 60));
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
