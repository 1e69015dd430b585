import type { Layout, WriteString } from '../json/tree.ts';

/*
 * How common languages and databases between a sender and a receiver serialize JSON.
 * Each phrase continues "the same JSON, serialized …".
 */

type NamedLayout = Layout & { readonly phrase: string };

export const layouts: readonly [compact: NamedLayout, ...others: NamedLayout[]] = [
  { comma: ',', colon: ':', indent: '', phrase: 'without whitespace' },
  {
    comma: ', ',
    colon: ': ',
    indent: '',
    phrase: 'with a space after each comma and colon (as json.dumps in Python does)',
  },
  { comma: ',', colon: ': ', indent: '  ', phrase: 'with an indent of 2 spaces' },
  { comma: ',', colon: ': ', indent: '    ', phrase: 'with an indent of 4 spaces' },
  { comma: ',', colon: ': ', indent: '\t', phrase: 'with an indent of a tab' },
];

interface Escaping {
  readonly write: WriteString;
  /** The characters it escapes; a text without them is not changed. */
  readonly pattern?: RegExp;
  /** Absent for the escaping of the body itself. */
  readonly phrase?: string;
}

export const escapings: readonly Escaping[] = [
  { write: ({ source }) => source },
  { write: ({ value }) => JSON.stringify(value), phrase: 'without unnecessary escapes' },
  escaping('non-ASCII characters as \\uxxxx', /[\u0080-\uffff]/g, lowerCase),
  escaping('non-ASCII characters as \\uXXXX in uppercase', /[\u0080-\uffff]/g, upperCase),
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
