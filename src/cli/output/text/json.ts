import { indentJson } from '../../../core/json/tokens.ts';
import type { Style } from '../../terminal/index.ts';

/**
 * Returns JSON text indented and colored. It works on the text, not on parsed values: numbers beyond 2^53,
 * escapes and duplicate keys are shown as received.
 * @param text valid JSON
 */
export function formatJson(text: string, style: Style): string {
  return colorJson(indentJson(text), style);
}

const parts = /("(?:[^"\\]|\\.)*")(: )?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;

function colorJson(text: string, style: Style): string {
  return text.replace(
    parts,
    (_, string?: string, colon?: string, number?: string, word?: string) => {
      if (string !== undefined) {
        const safe = escapeControls(string);
        return colon === undefined ? style.green(safe) : style.cyan(safe) + colon;
      }
      return number === undefined ? style.magenta(word ?? '') : style.yellow(number);
    },
  );
}

/** Characters that a terminal would obey instead of show; JSON has an escape for each. */
function escapeControls(string: string): string {
  return string.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (characters) =>
    Array.from({ length: characters.length }, (_, index) => {
      const unit = characters.charCodeAt(index);
      return `\\u${unit.toString(16).padStart(4, '0')}`;
    }).join(''),
  );
}
