import { markStyles, resolveStyles } from './styled.ts';

type Paint = (text: string) => string;

/**
 * How text is colored. At level 0 each paint returns its text unchanged. The result can be joined with any
 * other text: only colors of a paint reach the terminal.
 */
export interface Style {
  /** 0: none, 1: 16 colors, 2: 256, 3: 16 million. */
  readonly level: 0 | 1 | 2 | 3;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly magenta: Paint;
  readonly cyan: Paint;
}

const same: Paint = (text) => text;
/** No colors, for files. */
export const plainStyle: Style = {
  ...{ level: 0, bold: same, dim: same, red: same, green: same },
  ...{ yellow: same, magenta: same, cyan: same },
};

/**
 * Returns the styles of the streams: FORCE_COLOR takes precedence over NO_COLOR, and NO_COLOR over the stream's
 * capabilities (https://no-color.org, https://force-color.org). Chalk takes 4 ms to load, so it is loaded only
 * for colors.
 */
export async function loadStyles(
  env: Readonly<Record<string, string | undefined>>,
  streams: readonly { readonly isTTY: boolean }[],
): Promise<{ out: Style; err: Style }> {
  const forced = env.FORCE_COLOR !== undefined;
  const wanted = forced || (!env.NO_COLOR && streams.some(({ isTTY }) => isTTY));
  if (!wanted) return { out: plainStyle, err: plainStyle };
  const { Chalk, supportsColor, supportsColorStderr } = await import('chalk');
  return {
    out: supportsColor ? markedStyle(new Chalk({ level: supportsColor.level })) : plainStyle,
    err: supportsColorStderr
      ? markedStyle(new Chalk({ level: supportsColorStderr.level }))
      : plainStyle,
  };
}

/** Returns a style that marks its color codes and escapes escape sequences in the text. */
function markedStyle(chalk: Style): Style {
  const marked =
    (paint: Paint): Paint =>
    (text) =>
      markStyles(paint(resolveStyles(text)));
  return {
    level: chalk.level,
    bold: marked(chalk.bold),
    dim: marked(chalk.dim),
    red: marked(chalk.red),
    green: marked(chalk.green),
    yellow: marked(chalk.yellow),
    magenta: marked(chalk.magenta),
    cyan: marked(chalk.cyan),
  };
}
