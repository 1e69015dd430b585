/*
 * The words of simple commands as bash splits them (POSIX shell command language, 2.2 and
 * 2.3). Blocks, here-documents, redirections and the like are not read.
 */

export interface Word {
  /** As written. */
  readonly source: string;
  /** Without quotation marks; undefined if it depends on something else, such as `$HOME`. */
  readonly text: string | undefined;
}

export interface Command {
  readonly words: readonly Word[];
  /** Whether it runs in its own process, so that it sets nothing in the shell. */
  readonly isSubshell: boolean;
  /** Whether it is the last of its line; bash reads a whole line before it runs any of it. */
  readonly endsLine: boolean;
}

/** A command that bash can read, within `$( )`: words, of which the first does not begin a block. */
const command =
  /(?![ \t]*(?:case|coproc|do|done|elif|else|esac|fi|for|function|if|in|select|then|time|until|while)\b)[\w \t./:=@%+,~*?$-]*/
    .source;

/** `HOME` or `{NAME:-default}`; not `{NAME:?message}`, which can end the shell. */
const parameter = /\{\w+(?::?[+-][^{}"'`\\$\s]*)?\}|[\w?$@*#!-]/.source;

/** `$HOME`, `${NAME:-default}`, `$(command)`. */
const expansion = `\\$(?:${parameter}|\\(${command}\\))`;

const patterns = {
  blanksAndComment: /(?:[ \t]|\\\n)*(?:#[^\n]*)?/y,
  operator: /[\n;&|]/y,
  singleQuoted: /'([^']*)'/y,
  doubleQuoted: new RegExp(`"((?:[^"\\\\\`$]|\\\\[\\s\\S]|${expansion}|\\$(?=[^\\w({]))*)"`, 'y'),
  escaped: /\\([\s\S])/y,
  expanded: new RegExp(`${expansion}|\`[^\`"'\\\\\\n]*\``, 'y'),
  plain: /(?:[^ \t\n'"\\$`|&;()<>]|\$(?=[ \t\n=.,:/%^~+\]}]|$))+/y,
} as const;

/** Reads the commands of a text one after another, up to the first that it does not understand. */
export class CommandReader {
  /** The start of the last command, or of the one that is not understood. */
  start = 0;
  #position = 0;
  #isPiped = false;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the next command, which may be empty; undefined at the end, or if it is not understood. */
  next(): Command | undefined {
    this.start = this.#position;
    if (this.#position >= this.#text.length) return undefined;
    const words = this.#words();
    const operator = this.#take(patterns.operator)?.[0] ?? '\n';
    if (!words) return undefined;
    if (words.length === 0 && (this.#isPiped || operator !== '\n')) return undefined;
    const isSubshell = this.#isPiped || operator === '|' || operator === '&';
    this.#isPiped = operator === '|';
    const isLast = this.#position >= this.#text.length && !this.#isPiped;
    return { words, isSubshell, endsLine: operator === '\n' || isLast };
  }

  /** Returns the words up to an operator or the end. */
  #words(): Word[] | undefined {
    const words: Word[] = [];
    for (;;) {
      this.#take(patterns.blanksAndComment);
      const next = this.#text.charAt(this.#position);
      if (next === '' || '\n;&|'.includes(next)) return words;
      const word = this.#word();
      if (!word) return undefined;
      words.push(word);
    }
  }

  #word(): Word | undefined {
    const start = this.#position;
    let text: string | undefined = '';
    while (this.#position < this.#text.length) {
      const before = this.#position;
      const part = this.#part();
      if (this.#position === before) break;
      text = part === undefined || text === undefined ? undefined : text + part;
    }
    const source = this.#text.slice(start, this.#position);
    return source === '' ? undefined : { source, text };
  }

  /** Moves past a part of a word, if there is one; undefined for one that depends on something else. */
  #part(): string | undefined {
    const plain = this.#take(patterns.plain)?.[0];
    if (plain !== undefined) return plain.includes('~') ? undefined : plain;
    const [, single] = this.#take(patterns.singleQuoted) ?? [];
    if (single !== undefined) return single;
    const [, double] = this.#take(patterns.doubleQuoted) ?? [];
    if (double !== undefined) return unescapeQuoted(double);
    const [, escaped] = this.#take(patterns.escaped) ?? [];
    if (escaped !== undefined) return escaped === '\n' ? '' : escaped;
    this.#take(patterns.expanded);
    return undefined;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#position;
    const match = pattern.exec(this.#text) ?? undefined;
    this.#position += match?.[0].length ?? 0;
    return match;
  }
}

/** Returns the text between double quotation marks; undefined if it contains an expansion. */
function unescapeQuoted(quoted: string): string | undefined {
  if (new RegExp(`(?:^|[^\\\\])(?:\\\\\\\\)*(?:${expansion})`).test(quoted)) return undefined;
  return quoted.replace(/\\([\\$`"\n])/g, (_, character: string) =>
    character === '\n' ? '' : character,
  );
}
