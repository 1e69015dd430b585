const target = /^(?:https?:\/\/|localhost(?=[:/]|$)|[\w.-]+:\d+(?=\/|$)|\d{2,5}(?=\/|$))/i;

/** Returns whether a word is a URL, a host with its port, or a port: `http://…`, `localhost:3000/hook`, `3000`. */
export function isTargetWord(word: string): boolean {
  return target.test(word);
}
