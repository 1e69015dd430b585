import type { RootCauseId } from '../root-cause.ts';
import { type Experiment, hash, hmac, signing } from './experiment.ts';
import { asPythonDict } from './python-dict.ts';
import {
  javascriptBodyExperiment,
  rewrittenBodyExperiments,
  verifyRaw,
} from './rewritten-bodies.ts';

/** Texts that receivers verify instead of a body that was not read or was already consumed. */
const constants = [
  ['body-empty', '', 'an empty body: the body was not read, or was already read elsewhere'],
  ['body-not-read', '{}', "'{}': the body was not parsed, or not as JSON"],
  ['body-not-read', 'undefined', "the text 'undefined': the body was not read"],
  ['body-not-read', 'null', "the text 'null': the body was not read"],
  ['body-not-read', 'None', "the text 'None': the body was not read"],
  ['body-not-read', '""', 'an empty JSON string: the body was not read'],
  ['body-not-read', '[]', "'[]': the body was not read as JSON"],
  ['body-not-read', 'false', "the text 'false': the body could not be read"],
  ['body-not-read', '[object ReadableStream]', 'a stream turned into text'],
  ['body-not-read', '[object Promise]', 'a promise turned into text: the body is not awaited'],
  ['body-not-read', '{"type":"Buffer","data":[]}', 'an empty buffer turned into JSON'],
  ['body-parsed', '[object Object]', "'[object Object]': the parsed body turned into text"],
  ['body-parsed', 'Array', "the text 'Array': the parsed body turned into text"],
] as const;

const constantTexts: readonly Experiment[] = constants.map(([id, text, what]) =>
  signing(
    id,
    ({ key }) => hmac(key, text),
    {
      message: `The receiver verifies ${what}.`,
      change: text === '' ? 'signed over an empty body' : `signed over the text '${text}'`,
      remedy: `${verifyRaw} A stream can be read only once.`,
    },
    text === '' ? { check: 'rejects/signature-of-empty-body' } : {},
  ),
);

type Part = readonly [
  what: string,
  text: (payload: Record<string, unknown>, body: string) => string,
];

function without(payload: Record<string, unknown>, key: string): string {
  const { [key]: _, ...rest } = payload;
  return JSON.stringify(rest);
}

const parts: readonly Part[] = [
  ['data (or user) of the payload alone', ({ data, user }) => JSON.stringify(data ?? user)],
  ['the payload without event', (payload) => without(payload, 'event')],
  ['the payload without hookId', (payload) => without(payload, 'hookId')],
  ['the payload without createdAt', (payload) => without(payload, 'createdAt')],
  ['the name of the event alone', ({ event }) => String(event)],
  ['hookId alone', ({ hookId }) => String(hookId)],
  ['the payload wrapped in a JSON object as payload', (_, body) => `{"payload":${body}}`],
  ['the payload wrapped in a JSON object as body', (_, body) => `{"body":${body}}`],
  ['the payload in a JSON array', (_, body) => `[${body}]`],
];

const signedParts: readonly Experiment[] = parts.map(([what, text]) =>
  signing('body-part-signed', ({ body, key }) => hmac(key, text(JSON.parse(body), body)), {
    message: `The receiver verifies ${what} instead of the raw body.`,
    change: `signed over ${what}`,
    remedy: verifyRaw,
  }),
);

type Conversion = readonly [id: RootCauseId, what: string, text: (body: string) => string | Buffer];

const conversions: readonly Conversion[] = [
  ['body-quoted', 'the body as a JSON string (stringified twice)', (body) => JSON.stringify(body)],
  ['body-white-space', 'the body with a line break after it', (body) => `${body}\n`],
  ['body-white-space', 'the body with a CRLF line break after it', (body) => `${body}\r\n`],
  ['body-white-space', 'the body without any white space', (body) => body.replace(/\s+/g, '')],
  ['body-encoded', 'the body in base64', (body) => Buffer.from(body).toString('base64')],
  ['body-encoded', 'the body in hex', (body) => Buffer.from(body).toString('hex')],
  ['body-encoded', 'the body in UTF-16', (body) => Buffer.from(body, 'utf16le')],
  ['body-encoded', 'the body with percent-encoding', (body) => encodeURIComponent(body)],
  ['body-encoded', 'the body in lower case', (body) => body.toLowerCase()],
  ['body-encoded', 'the SHA-256 hash of the body', (body) => hash(body)],
  ['body-encoded', 'the body as Latin-1', (body) => Buffer.from(body, 'latin1')],
  ['body-encoded', 'the body read as Latin-1', (body) => Buffer.from(body).toString('latin1')],
  ['body-encoded', 'the body in ASCII', (body) => body.replace(/[^\0-\x7f]/g, '?')],
  ['body-parsed', 'the parsed body as Python prints it (str(body))', asPythonDict],
  ['body-parsed', 'a Buffer turned into JSON', (body) => JSON.stringify(Buffer.from(body))],
];

const converted: readonly Experiment[] = conversions.map(toExperiment);

function toExperiment([id, what, text]: Conversion): Experiment {
  return signing(
    id,
    ({ body, key }) => hmac(key, text(body)),
    {
      message: `The receiver verifies ${what} instead of the raw body.`,
      change: `signed over ${what}`,
      remedy: verifyRaw,
    },
    { needsSpecialCharacters: true },
  );
}

const urls: readonly Experiment[] = (
  [
    ['the URL followed by the body', (url, body) => url.href + body],
    ['the path followed by the body', (url, body) => url.pathname + body],
    ['the method, the path and the body', (url, body) => `POST${url.pathname}${body}`],
    [
      'the method, the path and the body, a line each',
      (url, body) => `POST\n${url.pathname}\n${body}`,
    ],
  ] as readonly (readonly [string, (url: URL, body: string) => string])[]
).map(([what, text]) =>
  signing('url-signed', ({ body, key, url }) => hmac(key, text(url, body)), {
    message: `The receiver verifies ${what}.`,
    change: `signed over ${what}`,
    remedy: 'Verify the raw body alone: Logto signs neither the URL nor the method.',
  }),
);

/** Experiments with bodies that were parsed, cut or converted before verification. */
export const bodyExperiments: readonly Experiment[] = [
  ...constantTexts,
  ...rewrittenBodyExperiments,
  ...signedParts,
  ...converted,
  ...urls,
];

/**
 * Experiments with bodies that only some payloads reveal: Logto writes JSON as JavaScript does, without white
 * space.
 */
export const writtenBodyExperiments: readonly Experiment[] = [
  toExperiment([
    'body-white-space',
    'the body without the white space between its values',
    (body) => body.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text) => text ?? ''),
  ]),
  javascriptBodyExperiment,
  ...bodyExperiments,
];
