/** A key press: the key's name and the text that it types. */
export interface Press {
  readonly name: string;
  readonly text: string;
}

/** Returns a line of text after a key press at its end. */
export function typeInto(text: string, key: Press): string {
  if (key.name === 'backspace') return [...text].slice(0, -1).join('');
  if (key.name === 'ctrl+u') return '';
  if (key.name === 'ctrl+w') return text.replace(/\S*\s*$/, '');
  return text + key.text.replace(/\s+/g, ' ');
}
