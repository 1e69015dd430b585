import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { withoutValue } from './argument-error.ts';
import { isTargetWord } from './target-word.ts';
import type { Style, Terminal } from './terminal/index.ts';

/** Makes a command's errors name the option that was probably meant. */
export function explainUsageErrors(command: CommandUnknownOpts, { err }: Terminal): void {
  command.configureOutput({
    outputError(text, write) {
      write(
        usageError(longerOption(text, command) ?? optionForUrl(text, command) ?? text, err.style),
      );
    },
  });
}

/**
 * Returns commander's error as one line: its suggestion is on a second one. The line says where help is if
 * there is no other remedy.
 */
export function usageError(text: string, style: Style): string {
  const message = withoutValue(text.trim().replace(/^error: /, '')).replace(/\s*\n\s*/g, ' ');
  const hint = /[.)?]$/.test(message) ? '' : '. Run with --help for usage.';
  return `${style.red('error:')} ${message}${hint}\n`;
}

/** Returns the error of an unknown option with the options that begin with it. */
function longerOption(text: string, { options }: CommandUnknownOpts): string | undefined {
  const [message, flag] = /^error: unknown option '(--[\w-]+)(?:=[^']*)?'/.exec(text) ?? [];
  const longer = options
    .filter(({ hidden, long }) => flag && !hidden && long?.startsWith(flag))
    .map(({ long }) => long);
  if (longer.length === 0) return undefined;
  return `${message} (Did you mean ${longer.length > 1 ? 'one of ' : ''}${longer.join(', ')}?)`;
}

/** Returns the error of a URL or port that was passed without its option: `logto-hooks test 3000`. */
function optionForUrl(text: string, command: CommandUnknownOpts): string | undefined {
  const [message] = /^error: too many arguments for '[\w-]+'\./.exec(text) ?? [];
  const option = command.options.find(({ long }) => long === '--to' || long === '--forward-to');
  if (!(message && option && command.args.some(isTargetWord))) return undefined;
  return `${message} Pass a URL or port with ${option.long}.`;
}
