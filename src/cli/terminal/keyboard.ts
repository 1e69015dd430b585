/** A key that was pressed, or text that was pasted. */
export interface Key {
  /** `up`, `enter`, `ctrl+l`, `paste` …; a printable character is its own name; else `unknown`. */
  readonly name: string;
  /** The text that it types; empty if none. */
  readonly text: string;
}

const esc = '\u001b';
const pasteBegins = `${esc}[200~`;
const pasteEnds = `${esc}[201~`;

/** A control sequence, Alt with a character, or a character. */
const keys = new RegExp(`${esc}\\[[0-9;?]*[@-~]|${esc}O[@-~]|${esc}?[^]`, 'gu');

/** The beginning of a sequence that is not complete yet. */
const unfinished = new RegExp(`${esc}(?:\\[[0-9;?]*|O)$`);

/** The last letter of a sequence, or its number; modifiers between them change nothing here. */
const sequences: Readonly<Record<string, string>> = {
  ...{ A: 'up', B: 'down', C: 'right', D: 'left', H: 'home', F: 'end', M: 'enter' },
  ...{ '1~': 'home', '3~': 'delete', '4~': 'end', '5~': 'pageup', '6~': 'pagedown' },
  ...{ '7~': 'home', '8~': 'end' },
};

const characters: Readonly<Record<string, string>> = {
  ...{ '\r': 'enter', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\u007f': 'backspace' },
  [esc]: 'escape',
};

/**
 * Returns a decoder for the input of a terminal in raw mode (xterm and compatible).
 * @returns a function that returns the keys in a chunk; an incomplete sequence is kept for the next chunk
 */
export function createKeyDecoder(): (chunk: string) => Key[] {
  let pending = '';
  return (chunk) => {
    const pressed: Key[] = [];
    pending += chunk;
    for (;;) {
      const begin = pending.indexOf(pasteBegins);
      const end = pending.indexOf(pasteEnds, begin);
      if (begin < 0 || end < 0) {
        const ready = begin < 0 ? pending.replace(unfinished, '') : pending.slice(0, begin);
        pending = pending.slice(ready.length);
        return [...pressed, ...decode(ready)];
      }
      const text = pending.slice(begin + pasteBegins.length, end);
      pressed.push(...decode(pending.slice(0, begin)), { name: 'paste', text });
      pending = pending.slice(end + pasteEnds.length);
    }
  };
}

function decode(text: string): Key[] {
  return (text.match(keys) ?? []).map(decodeOne);
}

function decodeOne(typed: string): Key {
  const name = characters[typed];
  if (name !== undefined) return { name, text: '' };
  if (typed.startsWith(esc)) return { name: nameSequence(typed.slice(1)), text: '' };
  if (typed === '\u001c') return { name: 'ctrl+\\', text: '' };
  const code = typed.charCodeAt(0);
  if (code > 0 && code <= 26) return { name: `ctrl+${String.fromCharCode(code + 96)}`, text: '' };
  return code < 32 ? { name: 'unknown', text: '' } : { name: typed, text: typed };
}

function nameSequence(sequence: string): string {
  const control = /^(?:\[(\d*)[\d;?]*|O)(.)$/.exec(sequence);
  if (!control) return `alt+${sequence}`;
  const [, number = '', last = ''] = control;
  return sequences[last === '~' ? `${number}~` : last] ?? 'unknown';
}
