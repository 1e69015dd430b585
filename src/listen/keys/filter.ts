import type { DeliverySummary } from '../inspector/source.ts';

/**
 * Whether a delivery is what was asked for: an event pattern (`User.*`), or words, each of which must
 * be found in what its line says, in any case: event, id, sentence, status, `invalid`, `missing`.
 */
export function matchDelivery(delivery: DeliverySummary, filter: string): boolean {
  const { event, id, sentence, responded, signature, hookId } = delivery;
  const said = [event, id, sentence, responded, signature, hookId].join(' ').toLowerCase();
  const words = filter
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  return words.every((word) =>
    word.includes('*') ? matchGlob(event?.toLowerCase() ?? '', word) : said.includes(word),
  );
}

/** The parts between the stars, one after another; no expression that a hostile name could stall. */
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
