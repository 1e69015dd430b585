import type { Layout, WriteString } from '../json/tree.ts';

/*
 * How the languages and databases that people put between a sender and a receiver write JSON.
 * Each phrase continues "the same JSON written …".
 */

type NamedLayout = Layout & { readonly phrase: string };

export const layouts: readonly [compact: NamedLayout, ...others: NamedLayout[]] = [
  { comma: ',', colon: ':', indent: '', phrase: 'without white space' },
  {
    comma: ', ',
    colon: ': ',
    indent: '',
    phrase: "with a space after each comma and colon (as Python's json.dumps does)",
  },
  { comma: ',', colon: ': ', indent: '  ', phrase: 'with an indent of 2 spaces' },
  { comma: ',', colon: ': ', indent: '    ', phrase: 'with an indent of 4 spaces' },
  { comma: ',', colon: ': ', indent: '\t', phrase: 'with an indent of a tab' },
];

interface Escaping {
  readonly write: WriteString;
  /** What it escapes beyond need; without it in the text, the escaping changes nothing. */
  readonly pattern?: RegExp;
  /** None for the escaping of the body at hand. */
  readonly phrase?: string;
}

export const escapings: readonly Escaping[] = [
  { write: ({ source }) => source },
  { write: ({ value }) => JSON.stringify(value), phrase: 'with no character escaped needlessly' },
  escaping('non-ASCII characters as \\uxxxx', /[\u0080-\uffff]/g, lowerCase),
  escaping('non-ASCII characters as \\uXXXX in upper case', /[\u0080-\uffff]/g, upperCase),
  escaping('slashes as \\/ (as PHP does)', /\//g, (slash) => `\\${slash}`),
  escaping(
    'slashes as \\/ and non-ASCII characters as \\uxxxx (as PHP does)',
    /[/\u0080-\uffff]/g,
    (character) => (character === '/' ? '\\/' : lowerCase(character)),
  ),
  escaping('<, > and & as \\uxxxx (as Go does)', /[<>&\u2028\u2029]/g, lowerCase),
  escaping("<, >, &, = and ' as \\uxxxx (as Gson does)", /[<>&='\u2028\u2029]/g, lowerCase),
  escaping(
    'quotation marks, <, >, &, + and non-ASCII characters as \\uXXXX (as .NET does)',
    /\\"|[<>&'+`\u007f-\uffff]/g,
    (text) => upperCase(text.slice(-1)),
  ),
];

function escaping(what: string, pattern: RegExp, change: (text: string) => string): Escaping {
  return {
    phrase: `with ${what}`,
    pattern,
    write: ({ value }) => `"${JSON.stringify(value).slice(1, -1).replace(pattern, change)}"`,
  };
}

function lowerCase(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function upperCase(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
