import { fitParts, type Part } from '../../cli/output/text/fit.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { DeliverySummary } from '../inspector/source.ts';
import { listKeys, renderHints, selectionKeys } from './render-hints.ts';
import { isFine, type KeysState, selectedOf, shownDeliveries } from './state.ts';

/** Returns the two lines below the output: the totals or the selected delivery, and the keys. */
export function renderFooter(
  state: KeysState,
  { columns, canOpen }: { readonly columns: number; readonly canOpen: boolean },
  style: Style,
): string[] {
  const selected = selectedOf(state);
  const facts = selected ? describeSelected(selected, state, style) : describeAll(state, style);
  return [fitParts(facts, columns), renderSecondLine(state, columns, canOpen, style)];
}

function renderSecondLine(
  state: KeysState,
  columns: number,
  canOpen: boolean,
  style: Style,
): string {
  if (state.note !== null) {
    return fitParts([{ text: plainText(state.note), paint: style.cyan }], columns);
  }
  if (state.mode.name === 'filter') {
    const parts = [
      { text: 'filter ', paint: style.bold },
      { text: `${plainText(state.filter)}▏` },
      { text: '  text or User.* · Enter keeps, Esc clears', paint: style.dim },
    ];
    return fitParts(parts, columns);
  }
  return renderHints(selectedOf(state) ? selectionKeys : listKeys(canOpen), columns, style);
}

/** Returns the line that stays on the screen at the end: `12 received · 3 failed`. */
export function renderTotals({ received, failed }: KeysState, style: Style): string {
  const failures = failed === 0 ? style.dim('none failed') : style.red(`${failed} failed`);
  return `${received} received${style.dim(' · ')}${failures}`;
}

/** Returns `12 received · 3 failed · 4 match User.*`. */
function describeAll(state: KeysState, style: Style): Part[] {
  const { received, failed, filter, status } = state;
  const dim = (text: string): Part => ({ text, paint: style.dim });
  return [
    { text: `${received} received` },
    dim(' · '),
    failed === 0 ? dim('none failed') : { text: `${failed} failed`, paint: style.red },
    ...(status === null ? [] : [dim(` · ${status}`)]),
    ...(filter === ''
      ? []
      : [dim(' · '), { text: `${shownDeliveries(state).length} match ` }, ...named(filter, style)]),
  ];
}

/** Returns `▸ 3/12 ✓ 200 PostSignIn 6bsn1p51 Ada Lovelace (u3k9…) signed in`. */
function describeSelected(selected: DeliverySummary, state: KeysState, style: Style): Part[] {
  const { id, event, sentence, responded, replays, lastReplay } = selected;
  const shown = shownDeliveries(state);
  const place = `${shown.indexOf(selected) + 1}/${shown.length} `;
  const mark = isFine(selected) ? '✓' : selected.signature === 'valid' ? '!' : '✗';
  const paint = { '✓': style.green, '!': style.yellow, '✗': style.red }[mark];
  return [
    { text: '▸ ', paint: style.cyan },
    { text: place, paint: style.dim },
    ...(state.filter === '' ? [] : [...named(state.filter, style), { text: ' ' }]),
    { text: `${mark} ${responded} `, paint },
    { text: `${plainText(event ?? '(no event)', 60)} `, paint: style.bold },
    { text: `${id} `, paint: style.dim },
    ...(replays === 0
      ? []
      : [{ text: `replayed ${replays}× (${lastReplay ?? ''}) `, paint: style.cyan }]),
    { text: plainText(sentence) },
  ];
}

function named(filter: string, style: Style): Part[] {
  return [{ text: plainText(filter, 40), paint: style.cyan }];
}
