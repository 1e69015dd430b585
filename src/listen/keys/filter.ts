import type { DeliverySummary } from '../inspector/source.ts';

/**
 * Returns whether a delivery matches a filter: event patterns (`User.*`) and words, each of which must
 * occur in its event, id, sentence, status, webhook or signature (`invalid`). Case does not matter.
 */
export function matchDelivery(delivery: DeliverySummary, filter: string): boolean {
  const { event, id, sentence, responded, signature, hookId } = delivery;
  const text = [event, id, sentence, responded, signature, hookId].join(' ').toLowerCase();
  const words = filter
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return words.every((word) =>
    word.includes('*') ? matchGlob(event?.toLowerCase() ?? '', word) : text.includes(word),
  );
}

/** Matches the parts between the stars in order: a hostile name could stall a regular expression. */
function matchGlob(text: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop() ?? '';
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
