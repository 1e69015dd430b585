import { wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';

const keys = [
  ['↑ ↓, k j', 'select an older or a newer delivery, the newest first'],
  ['g G', 'the oldest, the newest'],
  ['r', 'replay it, byte for byte (the newest where none is selected)'],
  ['e', 'edit it in $VISUAL or $EDITOR, and replay it signed anew'],
  ['d, Enter', 'details: signature, drift, attempts and answers, body, headers'],
  ['c', 'copy it as a curl command'],
  ['s', 'send a sample of any event'],
  [
    'f, /',
    'filter: words, or a pattern such as User.*; what does not match is neither printed nor selected',
  ],
  ['o', 'open the selected delivery in the inspector'],
  ['x', 'clear the screen and the selection; the deliveries stay'],
  ['Esc', 'end the filter, then the selection'],
  ['Ctrl+L', 'draw anew'],
  ['Ctrl+Z', "suspend; 'fg' comes back"],
  ['q, Ctrl+C', 'finish what is in flight and quit; Ctrl+C once more quits at once'],
] as const;

const nameWidth = Math.max(...keys.map(([name]) => name.length));

/** All keys and what they do, wrapped to so many columns. */
export function renderHelp(columns: number, style: Style): string[] {
  const room = Math.max(12, columns - nameWidth - 4);
  return keys.flatMap(([name, does]) =>
    wrap(does, room).map((line, index) => {
      const key = (index === 0 ? name : '').padEnd(nameWidth);
      return `  ${style.bold(key)}  ${line}`;
    }),
  );
}
