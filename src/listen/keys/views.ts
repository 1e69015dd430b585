import type { Part } from '../../cli/output/text/fit.ts';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Size, View } from '../../cli/terminal/view.ts';
import type { DeliveryDetails } from '../inspector/source.ts';
import type { Extent } from './reducer.ts';
import { renderDetails } from './render-details.ts';
import { renderFooter } from './render-footer.ts';
import { renderHelp } from './render-help.ts';
import { detailsKeys, type Hint, helpKeys } from './render-hints.ts';
import { pageFrame, renderPage } from './render-page.ts';
import { renderPicker } from './render-picker.ts';
import { isFine, type KeysState } from './state.ts';

/** A view, and how far it scrolls. */
export interface Drawn extends View {
  readonly extent: Extent;
}

/** Creates the views of the keys. @param canOpen whether there is an inspector */
export function createViews(
  canOpen: boolean,
  style: Style,
): { draw(state: KeysState, size: Size): Drawn } {
  const layOut = rememberLayout(style);
  return {
    draw(state, size) {
      const { mode } = state;
      if (mode.name === 'details') {
        const lines = layOut(mode.details, size.columns);
        const title = nameDelivery(mode.details, style);
        return drawPage({ title, lines, top: mode.top, hints: detailsKeys }, state, size, style);
      }
      if (mode.name === 'help') {
        const lines = renderHelp(size.columns, style);
        const title = [{ text: 'Keys', paint: style.bold }];
        return drawPage({ title, lines, top: mode.top, hints: helpKeys }, state, size, style);
      }
      const lines =
        mode.name === 'sample'
          ? renderPicker(mode, size, style)
          : renderFooter(state, { columns: size.columns, canOpen }, style);
      // A footer as high as the screen would leave no room for the output.
      return { lines: lines.slice(0, size.rows - 1), whole: false, extent: { page: 1, last: 0 } };
    },
  };
}

interface Content {
  readonly title: readonly Part[];
  readonly lines: readonly string[];
  readonly top: number;
  readonly hints: readonly Hint[];
}

function drawPage(content: Content, { note }: KeysState, size: Size, style: Style): Drawn {
  const page = Math.max(1, size.rows - pageFrame);
  return {
    lines: renderPage({ ...content, note }, size, style),
    whole: true,
    extent: { page, last: Math.max(0, content.lines.length - page) },
  };
}

function nameDelivery({ summary }: DeliveryDetails, style: Style): Part[] {
  const mark = isFine(summary) ? '✓' : '✗';
  return [
    { text: `${mark} ${summary.responded} `, paint: mark === '✓' ? style.green : style.red },
    { text: plainText(summary.event ?? '(no event)'), paint: style.bold },
    { text: ` ${summary.id}`, paint: style.dim },
  ];
}

/**
 * Caches the layout per delivery and width, because a large body takes too long to lay out at each key press.
 */
function rememberLayout(style: Style) {
  let last: { details: DeliveryDetails; columns: number; lines: readonly string[] } | undefined;
  return (details: DeliveryDetails, columns: number): readonly string[] => {
    if (last?.details !== details || last.columns !== columns) {
      last = { details, columns, lines: renderDetails(details, columns, style) };
    }
    return last.lines;
  };
}
