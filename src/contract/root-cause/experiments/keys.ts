import type { RootCauseId } from '../root-cause.ts';
import { type Experiment, hmac, signing } from './experiment.ts';

type KeyBytes = string | Buffer;

const useText = "Use the key's text as it is, in UTF-8: Logto neither encodes nor decodes it.";
const trimKey =
  'Trim the key when you read it, and look at where it is set: a file or an echo adds a line break.';
const setKey =
  'Set LOGTO_WEBHOOK_SIGNING_KEY (or the variable that the receiver reads) to the signing key of the webhook, and refuse to start without one.';

function keyed(
  id: RootCauseId,
  change: (key: string) => KeyBytes,
  what: string,
  remedy: string,
  rest: Partial<Experiment> = {},
): Experiment {
  return signing(
    id,
    ({ body, key }) => hmac(change(key), body),
    { message: `The receiver verifies with ${what}.`, change: `signed with ${what}`, remedy },
    rest,
  );
}

/** White space and quotation marks that files, shells and .env parsers leave around a key. */
const surroundings = [
  ['', '\n', 'the signing key and a line break after it'],
  ['', '\r\n', 'the signing key and a CRLF line break after it'],
  ['', '\r', 'the signing key and a carriage return after it'],
  ['', ' ', 'the signing key and a space after it'],
  [' ', '', 'the signing key and a space in front of it'],
  [' ', ' ', 'the signing key and a space on both sides'],
  ['', '\t', 'the signing key and a tab after it'],
  ['\t', '', 'the signing key and a tab in front of it'],
  ['', '\n\n', 'the signing key and two line breaks after it'],
  ['', ' \n', 'the signing key, a space and a line break after it'],
  ['\n', '', 'the signing key and a line break in front of it'],
  ['\uFEFF', '', 'the signing key and a byte order mark in front of it'],
  ['', ';', 'the signing key and a semicolon after it'],
  ['', ',', 'the signing key and a comma after it'],
  ['"', '"', 'the signing key in double quotation marks'],
  ["'", "'", 'the signing key in single quotation marks'],
  ['`', '`', 'the signing key in backticks'],
  ['"', '"\n', 'the signing key in double quotation marks and a line break'],
  ['"', '";', 'the signing key in double quotation marks and a semicolon'],
  ['=', '', 'the signing key and an equals sign in front of it'],
] as const;

const surrounded = surroundings.map(([start, end, what]) => {
  const isQuoted = /["'`]/.test(start);
  return keyed(
    isQuoted ? 'key-quoted' : 'key-white-space',
    (key) => `${start}${key}${end}`,
    what,
    isQuoted ? 'Remove the quotation marks from the value of the key.' : trimKey,
  );
});

/** Texts that a missing setting becomes in different languages. */
const unset = ['undefined', 'null', 'None', 'nil', '<nil>', 'NULL', 'false', '0', 'NaN'];

const emptyKey: Experiment = {
  ...keyed(
    'key-unset',
    () => '',
    'an empty key: it is not set, or decoding it (as hex, for example) leaves nothing',
    setKey,
    { wrongKey: 'skip', check: 'rejects/empty-key' },
  ),
  alter: ({ body }) => ({ signatures: [hmac('', body)] }),
};

const unsetKeys = [...unset, '[object Object]'].map((text) =>
  keyed('key-unset', () => text, `the text '${text}' as its key: the key is not set`, setKey, {
    wrongKey: 'skip',
  }),
);

const placeholders = [
  ...['your-signing-key', 'your_signing_key', 'YOUR_SIGNING_KEY', 'your-webhook-signing-key'],
  ...[
    'your_webhook_signing_key',
    'YOUR_WEBHOOK_SIGNING_KEY',
    '<signing-key>',
    '<your-signing-key>',
  ],
  ...[
    'signing-key',
    'signing_key',
    'secret',
    'your-secret',
    'your_secret',
    'changeme',
    'change-me',
  ],
  ...['test', 'xxx', 'LOGTO_WEBHOOK_SIGNING_KEY', '$LOGTO_WEBHOOK_SIGNING_KEY'],
  ...['$' + '{LOGTO_WEBHOOK_SIGNING_KEY}', 'process.env.LOGTO_WEBHOOK_SIGNING_KEY', 'key'],
].map((text) =>
  keyed('key-placeholder', () => text, `the placeholder '${text}' as its key`, setKey, {
    wrongKey: 'skip',
  }),
);

const encoded = [
  keyed(
    'key-encoded',
    (key) => decoded(key, 'base64'),
    'the signing key decoded from base64',
    useText,
  ),
  keyed('key-encoded', (key) => decoded(key, 'hex'), 'the signing key decoded from hex', useText),
  keyed(
    'key-encoded',
    (key) => Buffer.from(key).toString('base64'),
    'the signing key encoded in base64',
    useText,
  ),
  keyed(
    'key-encoded',
    (key) => Buffer.from(key).toString('hex'),
    'the signing key encoded in hex',
    useText,
  ),
  keyed(
    'key-encoded',
    (key) => Buffer.from(key, 'utf16le'),
    'the signing key encoded in UTF-16',
    useText,
  ),
  keyed(
    'key-encoded',
    (key) => JSON.stringify({ key }),
    'a JSON object around the signing key',
    useText,
  ),
];

/** Decodes a key; one that is empty when decoded is covered by `emptyKey`. */
function decoded(key: string, encoding: 'base64' | 'hex'): Buffer {
  const bytes = Buffer.from(key, encoding);
  return bytes.length === 0 ? Buffer.from(key, 'utf16le') : bytes;
}

const changed = [
  keyed(
    'key-changed',
    (key) => otherCase(key, key.toLowerCase()),
    'the signing key in lower case',
    useText,
  ),
  keyed(
    'key-changed',
    (key) => otherCase(key, key.toUpperCase()),
    'the signing key in upper case',
    useText,
  ),
  ...[16, 24, 31, 30].map((length) =>
    keyed(
      'key-changed',
      (key) => (key.length > length ? key.slice(0, length) : `${key}${key}`),
      `only the first ${length} characters of the signing key`,
      'Use the whole key: Logto keys have 32 characters today and may have up to 64.',
    ),
  ),
  keyed(
    'key-changed',
    (key) => key.slice(1),
    'the signing key without its first character',
    useText,
  ),
];

function otherCase(key: string, converted: string): string {
  return converted === key ? `${key}${key}` : converted;
}

/** Experiments with other keys, and with other encodings of the right one. */
export const keyExperiments: readonly Experiment[] = [
  ...surrounded,
  emptyKey,
  ...unsetKeys,
  ...encoded,
  ...changed,
  ...placeholders,
];

/**
 * Returns an experiment for each value in the receiver's .env files, because it may verify with that one.
 * @param values by the variables' names
 */
export function configuredKeyExperiments(
  values: Readonly<Record<string, string | undefined>>,
  file: string,
): Experiment[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value
      ? keyed(
          'key-other',
          () => value,
          `the value of ${name} in ${file}, which is another key`,
          `Set ${name} to the signing key of the webhook, and test with the same one.`,
          { wrongKey: 'skip' },
        )
      : [],
  );
}
