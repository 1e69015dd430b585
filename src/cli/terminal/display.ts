import { escapeLine, escapeText } from '../output/text/escape.ts';
import { escapeCommands } from '../output/text/workflow-commands.ts';
import { resolveStyles } from './styled.ts';

/**
 * Makes text safe to show: whatever is printed, drawn or asked goes through here, so that no caller
 * needs to know where its text came from. Colors of our own styles stay; every other character that a
 * terminal or a CI runner would obey is escaped.
 */
export interface Display {
  /** For text that is one line: a newline in it is escaped. */
  line(text: string): string;
  /** For text of several lines. */
  text(text: string): string;
}

/** @param env tells whether a CI runner reads along, which takes some lines for commands */
export function createDisplay(env: Readonly<Record<string, string | undefined>>): Display {
  const isObeyed = Boolean(env.GITHUB_ACTIONS || env.TF_BUILD || env.TEAMCITY_VERSION);
  const guard = isObeyed ? escapeCommands : (text: string) => text;
  return {
    line: (text) => guard(resolveStyles(text, escapeLine)),
    text: (text) => guard(resolveStyles(text, escapeText)),
  };
}
