import { markStyles, resolveStyles } from './styled.ts';

type Paint = (text: string) => string;

/**
 * How text is coloured; at level 0 each paint returns its text unchanged. What a paint returns may be
 * joined with any other text: only its own colours reach a terminal as such.
 */
export interface Style {
  /** 0: none, 1: 16 colours, 2: 256, 3: 16 million. */
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
/** No colours: for what is written to a file. */
export const plainStyle: Style = {
  ...{ level: 0, bold: same, dim: same, red: same, green: same },
  ...{ yellow: same, magenta: same, cyan: same },
};

/**
 * FORCE_COLOR over NO_COLOR over what the stream can do (https://no-color.org,
 * https://force-color.org). Chalk is loaded only where there is something to colour: it is 4 ms.
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

/** Paints whose color codes are marked as ours; escape sequences in what they paint are escaped. */
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
