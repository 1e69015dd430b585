import type { SavedFixture } from '../../../core/fixtures/recordings.ts';
import { personalKinds } from '../../../core/redact/kinds.ts';
import type { Style } from '../../terminal/index.ts';
import { plainText } from '../text/plain-text.ts';

/** The most places to name: a membership change has thousands, a hostile payload any number. */
const shownPlaces = 40;

/** Returns `saved fixtures/User.Created/register.json`, and the replaced values by kind. */
export function renderSaved(
  { file, replaced }: SavedFixture,
  { listsReplaced }: { readonly listsReplaced: boolean },
  style: Style,
): string[] {
  const head = `${style.green('saved')} ${plainText(file)}`;
  if (!listsReplaced || replaced.length === 0) return [head];
  // The items of an array count as one place.
  const places = new Set(
    replaced.map(({ path, kind }) => `${kind} ${path.replace(/\[\d+\]/g, '[*]')}`),
  );
  const shown = [...places].slice(0, shownPlaces);
  const rows = personalKinds.flatMap((kind) => {
    const paths = shown.filter((place) => place.startsWith(`${kind} `));
    const words = paths.map((place) => plainText(place.slice(kind.length + 1), 80));
    return words.length > 0 ? [`  ${style.dim(kind.padEnd(12))} ${words.join(', ')}`] : [];
  });
  const hidden = places.size - shown.length;
  const count = `${replaced.length} ${replaced.length === 1 ? 'value' : 'values'} replaced`;
  return [
    `${head} ${style.dim(`(${count})`)}`,
    ...rows,
    ...(hidden > 0 ? [style.dim(`  and ${hidden} more places`)] : []),
  ];
}

/**
 * Returns why a delivery could not be saved. Printed once, since the cause mostly affects later
 * deliveries too.
 */
export function renderRecordingFailure(error: Error, style: Style): string {
  return `${style.yellow('not saved')} ${plainText(error.message)}; deliveries are still accepted.`;
}
