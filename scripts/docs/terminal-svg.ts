import xterm, { type IBufferCell, type IBufferLine } from '@xterm/headless';

interface Picture {
  readonly columns: number;
  readonly theme: 'light' | 'dark';
  /** The text for screen readers. */
  readonly title: string;
}

/** The 8 colors of a terminal, its text and its background: those of GitHub's editor themes. */
const themes = {
  light: {
    palette: '#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #6e7781'.split(' '),
    text: '#24292f',
    dim: '#6e7781',
    background: '#ffffff',
    border: '#d0d7de',
  },
  dark: {
    palette: '#484f58 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4'.split(' '),
    text: '#e6edf3',
    dim: '#8b949e',
    background: '#0d1117',
    border: '#30363d',
  },
} as const;

const cellWidth = 8.4;
const lineHeight = 20;
const margin = 18;

/** Returns an SVG of what a terminal shows after it was sent `written`, escape sequences included. */
export async function drawTerminal(written: string, picture: Picture): Promise<string> {
  const { columns, theme, title } = picture;
  const { text, background, border } = themes[theme];
  const emulator = new xterm.Terminal({ cols: columns, rows: 200, allowProposedApi: true });
  await new Promise<void>((resolve) => emulator.write(written, resolve));
  const rows = Array.from({ length: 200 }, (_, row) => emulator.buffer.active.getLine(row));
  const last = rows.findLastIndex((row) => row?.translateToString(true) !== '');
  const lines = rows.slice(0, last + 1).map((row, index) => drawLine(row, index, theme));
  emulator.dispose();
  const width = Math.ceil(columns * cellWidth + 2 * margin);
  const height = (last + 1) * lineHeight + 2 * margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeXml(title)}</title>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${background}" stroke="${border}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace" font-size="14" fill="${text}">
${lines.filter(Boolean).join('\n')}
</g>
</svg>
`;
}

interface Run {
  readonly x: number;
  text: string;
  readonly look: string;
}

/** Returns the text elements of a line: one for each run of cells that look the same, without spaces around it. */
function drawLine(line: IBufferLine | undefined, row: number, theme: Picture['theme']): string {
  const runs: Run[] = [];
  for (let x = 0; x < (line?.length ?? 0); x++) {
    const cell = line?.getCell(x);
    if (!cell || cell.getWidth() === 0) continue;
    const look = lookOf(cell, theme);
    const text = cell.getChars() || ' ';
    const run = runs.at(-1);
    if (run?.look === look && !(run.text.endsWith('  ') && text !== ' ')) run.text += text;
    else runs.push({ x, text, look });
  }
  const y = margin + row * lineHeight + 15;
  return runs.flatMap((run) => (run.text.trim() === '' ? [] : [drawRun(trimmed(run), y)])).join('');
}

function trimmed({ x, text, look }: Run): Run {
  return { x: x + text.search(/\S/), text: text.trim(), look };
}

/** Returns the text element of a run. Its length is given, so that columns line up in any font. */
function drawRun({ x, text, look }: Run, y: number): string {
  const length = ([...text].length * cellWidth).toFixed(1);
  const left = (margin + x * cellWidth).toFixed(1);
  return `<text x="${left}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${look}>${escapeXml(text)}</text>`;
}

/** Returns the attributes for the look of a cell. */
function lookOf(cell: IBufferCell, theme: Picture['theme']): string {
  const { palette, text, dim } = themes[theme];
  const color = cell.isFgPalette() ? palette[cell.getFgColor() % 8] : text;
  const fill = cell.isDim() ? dim : color;
  return `${fill === text ? '' : ` fill="${fill}"`}${cell.isBold() ? ' font-weight="bold"' : ''}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
