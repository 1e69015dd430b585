import type { Style } from '../terminal/index.ts';

type Example = readonly [command: string, why: string];

/** Help has 80 columns: two for the margin, four between command and comment. */
const room = 80 - 2 - 4;

/** Returns the examples at the end of a command's help, with aligned comments where they fit. */
export function examples(lines: readonly Example[], style: Style): string {
  const width = alignment(lines);
  const rows = lines.map(([command, why]) =>
    why === '' ? `  ${command}` : `  ${command.padEnd(width)}  ${style.dim(`# ${why}`)}`,
  );
  return ['', style.bold('Examples:'), ...rows].join('\n');
}

/** Returns the longest command length at which the comments of all shorter commands still fit. */
function alignment(lines: readonly Example[]): number {
  const lengths = lines.map(([command]) => command.length).toSorted((a, b) => b - a);
  const fits = (width: number) =>
    lines.every(([command, why]) => command.length > width || width + why.length <= room);
  return lengths.find(fits) ?? 0;
}
