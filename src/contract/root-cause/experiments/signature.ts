import { type Experiment, hash, hmac, signing } from './experiment.ts';

const bareHex =
  'Compare the header with the bare digest: Logto sends 64 lowercase hexadecimal characters and nothing else.';
const useHmac =
  'Compute an HMAC with SHA-256 of the raw body, with the signing key as its key, in lowercase hex.';

/** Prefixes of other senders' signatures, the most common first. */
const prefixes = [
  ...['sha256=', 'sha-256=', 'SHA256=', 'SHA-256=', 'sha256:', 'sha256 ', 'sha256-', 'sha256,'],
  ...['v1=', 'v1,', 'v1:', 'v0=', 'v0:', 'hmac-sha256=', 'hmac-sha256 ', 'HMAC-SHA256 '],
  ...[
    'HMAC-SHA256=',
    'HmacSHA256 ',
    'HMACSHA256=',
    'hmac ',
    'HMAC ',
    'hmac=',
    'Bearer ',
    'bearer ',
  ],
  ...['Signature ', 'signature=', 'sig=', 'Logto ', 'logto=', 'logto ', 'hs256=', '0x', 'SHA256 '],
];

function prefixed(prefix: string): Experiment {
  const quoted = `'${prefix}'`;
  return signing('signature-prefixed', ({ body, key }) => prefix + hmac(key, body), {
    message: `The receiver expects ${quoted} in front of the signature.`,
    change: `with ${quoted} in front of the signature`,
    remedy: bareHex,
  });
}

const encodings = [
  ['base64', 'base64'],
  ['base64url', 'base64url'],
] as const;

function inBase64(encoding: 'base64' | 'base64url', prefix = ''): Experiment {
  const shape = prefix === '' ? encoding : `${encoding}, with '${prefix}' in front`;
  return signing('signature-base64', ({ body, key }) => prefix + hmac(key, body, encoding), {
    message: `The receiver expects the signature in ${shape}.`,
    change: `with the signature in ${shape}`,
    remedy:
      'Encode the digest as lowercase hexadecimal before you compare it: Logto sends 64 hex characters.',
  });
}

function inUpperCase(prefix = ''): Experiment {
  const shape = prefix === '' ? 'uppercase hex' : `uppercase hex, with '${prefix}' in front`;
  return signing(
    'signature-upper-case',
    ({ body, key }) => prefix + hmac(key, body).toUpperCase(),
    {
      message: `The receiver expects the signature in ${shape}.`,
      change: `with the signature in ${shape}`,
      remedy: 'Compare with lowercase hex, which is what Logto sends.',
    },
  );
}

const algorithms = [
  ['sha1', 'SHA-1'],
  ['sha512', 'SHA-512'],
  ['sha384', 'SHA-384'],
  ['sha224', 'SHA-224'],
  ['md5', 'MD5'],
  ['sha512-256', 'SHA-512/256'],
  ['sha3-256', 'SHA3-256'],
] as const;

function withAlgorithm(algorithm: string, name: string): Experiment[] {
  const shapes = [
    ['', 'hex', `an HMAC with ${name}`],
    ['', 'base64', `an HMAC with ${name} in base64`],
    [`${algorithm}=`, 'hex', `an HMAC with ${name} and '${algorithm}=' in front`],
  ] as const;
  return shapes.map(([prefix, encoding, shape]) =>
    signing('algorithm-other', ({ body, key }) => prefix + hmac(key, body, encoding, algorithm), {
      message: `The receiver expects ${shape}.`,
      change: `with ${shape} as its signature`,
      remedy: useHmac,
    }),
  );
}

type Hashed = readonly [what: string, text: (body: string, key: string) => string];

const hashed: readonly Hashed[] = [
  ['the body alone, without the key', (body) => body],
  ['the key followed by the body', (body, key) => key + body],
  ['the body followed by the key', (body, key) => body + key],
  ['the key, a dot and the body', (body, key) => `${key}.${body}`],
];

const withoutHmac = hashed.flatMap(([what, text], index) =>
  ['sha256', 'sha1', 'md5', 'sha512'].map((algorithm) =>
    signing(
      'algorithm-without-key',
      ({ body, key }) => hash(text(body, key), algorithm),
      {
        message: `The receiver expects a plain ${algorithm.toUpperCase()} hash of ${what}, not an HMAC.`,
        change: `with a plain ${algorithm.toUpperCase()} hash of ${what}`,
        remedy: useHmac,
      },
      // The signature needs no key, so that the change alone is the proof.
      index === 0 ? { wrongKey: 'skip' } : {},
    ),
  ),
);

const withoutHmacInBase64 = hashed.map(([what, text], index) =>
  signing(
    'algorithm-without-key',
    ({ body, key }) => Buffer.from(hash(text(body, key)), 'hex').toString('base64'),
    {
      message: `The receiver expects a plain SHA256 hash of ${what} in base64, not an HMAC.`,
      change: `with a plain SHA256 hash of ${what} in base64`,
      remedy: useHmac,
    },
    index === 0 ? { wrongKey: 'skip' } : {},
  ),
);

const swapped = signing('algorithm-swapped', ({ body, key }) => hmac(body, key), {
  message: 'The receiver swaps key and body: it uses the body as the key of the HMAC.',
  change: 'signed with key and body swapped',
  remedy: useHmac,
});

const quoted = ['"', "'"].map((mark) =>
  signing('signature-quoted', ({ body, key }) => mark + hmac(key, body) + mark, {
    message: 'The receiver expects the signature in quotation marks.',
    change: `with the signature in ${mark} marks`,
    remedy: bareHex,
  }),
);

const encodedTwice = (['base64', 'hex'] as const).map((encoding) =>
  signing(
    'signature-encoded-twice',
    ({ body, key }) => Buffer.from(hmac(key, body)).toString(encoding),
    {
      message: `The receiver encodes the hex digest again, as ${encoding}.`,
      change: `with the hex digest encoded again, as ${encoding}`,
      remedy: bareHex,
    },
  ),
);

/** `mac.Sum(body)` in Go appends the digest of an empty input to the body. */
const summed = signing(
  'body-not-written',
  ({ body, key }) => Buffer.from(body).toString('hex') + hmac(key, ''),
  {
    message:
      'The receiver passes the body to Sum() instead of Write(), so the HMAC covers an empty body.',
    change: 'with the body and the HMAC of an empty body in hex as its signature',
    remedy: 'Call mac.Write(body) first, then mac.Sum(nil).',
  },
);

/** Experiments with other notations of the signature, and other ways to compute it. */
export const signatureExperiments: readonly Experiment[] = [
  ...prefixes.map(prefixed),
  ...encodings.map(([encoding]) => inBase64(encoding)),
  inUpperCase(),
  ...['sha256=', 'v1,', 'v1=', 'HMAC '].flatMap((prefix) => [
    inBase64('base64', prefix),
    inUpperCase(prefix),
  ]),
  ...algorithms.flatMap(([algorithm, name]) => withAlgorithm(algorithm, name)),
  ...withoutHmac,
  ...withoutHmacInBase64,
  swapped,
  summed,
  ...quoted,
  ...encodedTwice,
];
