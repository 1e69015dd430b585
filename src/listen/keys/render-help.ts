import { wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';

const keys = [
  ['↑ ↓, k j', 'select an older or newer delivery, starting with the newest'],
  ['g G', 'select the oldest, the newest'],
  ['r', 'replay it byte for byte (the newest accepted one if none is selected)'],
  ['e', 'edit it in $VISUAL or $EDITOR, then replay it re-signed'],
  ['d, Enter', 'show details: signature, drift, attempts, responses, body, headers'],
  ['c', 'copy it as a curl command'],
  ['y, h', 'copy its body, its headers'],
  ['s', 'send a sample of any event'],
  [
    'f, /',
    'filter by words or a pattern such as User.*; other deliveries are neither printed nor selected',
  ],
  ['o', 'open the selected delivery in the inspector'],
  ['x', 'clear the screen and the selection; the deliveries stay'],
  ['Esc', 'clear the filter, then the selection'],
  ['Ctrl+L', 'redraw'],
  ['Ctrl+Z', "suspend; 'fg' resumes"],
  ['q, Ctrl+C', 'finish open requests and quit; Ctrl+C again quits immediately'],
] as const;

const nameWidth = Math.max(...keys.map(([name]) => name.length));

/** Returns all keys with their actions, wrapped to this many columns. */
export function renderHelp(columns: number, style: Style): string[] {
  const room = Math.max(12, columns - nameWidth - 4);
  return keys.flatMap(([name, does]) =>
    wrap(does, room).map((line, index) => {
      const key = (index === 0 ? name : '').padEnd(nameWidth);
      return `  ${style.bold(key)}  ${line}`;
    }),
  );
}
