import { fitParts } from '../../cli/output/text/fit.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { catalog } from '../../core/logto/catalog.ts';
import { findSamples } from './samples.ts';

const maxOffered = 8;

/** Returns the list to choose a sample from: the typed text, and the events that match it. */
export function renderPicker(
  { text, at }: { readonly text: string; readonly at: number },
  { columns, rows }: { readonly columns: number; readonly rows: number },
  style: Style,
): string[] {
  const offered = findSamples(text);
  const height = Math.max(1, Math.min(maxOffered, rows - 3));
  const from = Math.max(0, Math.min(at - Math.floor(height / 2), offered.length - height));
  const nameWidth = Math.max(0, ...offered.map((name) => name.length));
  const lines = offered.slice(from, from + height).map((name, index) => {
    const isChosen = from + index === at;
    const parts = [
      { text: isChosen ? '▸ ' : '  ', paint: style.cyan },
      { text: name.padEnd(nameWidth), paint: isChosen ? style.bold : undefined },
      { text: `  ${catalog[name].meaning}`, paint: style.dim },
    ];
    return fitParts(parts, columns);
  });
  const head = [
    { text: 'send ', paint: style.bold },
    { text: `${plainText(text)}▏` },
    {
      text: `  type to search, ${offered.length} found · Enter sends, Esc cancels`,
      paint: style.dim,
    },
  ];
  return [fitParts(head, columns), ...lines];
}
