import { escapeLine, escapeText } from '../output/text/escape.ts';
import { escapeCommands } from '../output/text/workflow-commands.ts';
import { resolveStyles } from './styled.ts';

/**
 * Makes text safe to show. Everything that is printed, drawn or prompted goes through here, so that no caller
 * needs to know where its text came from. Colors of our own styles stay; control characters and commands to
 * CI runners are escaped.
 */
export interface Display {
  /** For one line of text: newlines are escaped. */
  line(text: string): string;
  /** For text of several lines. */
  text(text: string): string;
}

/**
 * Creates the display.
 * @param env shows whether a CI runner reads the output, which takes some lines for commands
 */
export function createDisplay(env: Readonly<Record<string, string | undefined>>): Display {
  const isObeyed = Boolean(env.GITHUB_ACTIONS || env.TF_BUILD || env.TEAMCITY_VERSION);
  const guard = isObeyed ? escapeCommands : (text: string) => text;
  return {
    line: (text) => guard(resolveStyles(text, escapeLine)),
    text: (text) => guard(resolveStyles(text, escapeText)),
  };
}
