import type { Style } from '../terminal.ts';

/** The examples that end a command's help, their comments aligned. */
export function examples(
  lines: readonly (readonly [command: string, why: string])[],
  style: Style,
): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  const rows = lines.map(
    ([command, why]) => `  ${command.padEnd(width)}  ${style.dim(`# ${why}`)}`,
  );
  return ['', style.bold('Examples:'), ...rows].join('\n');
}
