/** ECMA-48 and xterm's control sequences. */
export const control = {
  eraseBelow: '\r\u001b[J',
  eraseLine: '\u001b[K',
  eraseScreen: '\u001b[2J\u001b[H',
  home: '\u001b[H',
  up: (rows: number) => (rows > 0 ? `\u001b[${rows}A` : ''),
  wrapOff: '\u001b[?7l',
  wrapOn: '\u001b[?7h',
  enterAlternate: '\u001b[?1049h',
  leaveAlternate: '\u001b[?1049l',
  // Hides the cursor, and marks pasted text so that it is not read as key presses.
  begin: '\u001b[?25l\u001b[?2004h',
  end: '\u001b[?2004l\u001b[?25h',
} as const;
