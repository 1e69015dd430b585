import type { Style } from '../terminal/index.ts';

type Example = readonly [command: string, why: string];

/** Help is read at 80 columns; two for the margin, four for what stands between. */
const room = 80 - 2 - 4;

/** The examples that end a command's help, their comments aligned where that fits into a terminal. */
export function examples(lines: readonly Example[], style: Style): string {
  const width = alignment(lines);
  const rows = lines.map(([command, why]) =>
    why === '' ? `  ${command}` : `  ${command.padEnd(width)}  ${style.dim(`# ${why}`)}`,
  );
  return ['', style.bold('Examples:'), ...rows].join('\n');
}

/** The length of the longest command at which the comments of all shorter ones still fit. */
function alignment(lines: readonly Example[]): number {
  const lengths = lines.map(([command]) => command.length).toSorted((a, b) => b - a);
  const fits = (width: number) =>
    lines.every(([command, why]) => command.length > width || width + why.length <= room);
  return lengths.find(fits) ?? 0;
}
