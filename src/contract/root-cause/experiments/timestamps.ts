import type { CustomHeaders } from '../../../core/logto/request-headers.ts';
import { type Experiment, hmac, type PlainDelivery } from './experiment.ts';
import { foreignHeaders, foreignId, signatureHeaders } from './foreign-headers.ts';

interface Scheme {
  /** For people: `timestamp.body`. */
  readonly name: string;
  readonly text: (body: string, timestamp: string) => string;
}

const schemes: readonly Scheme[] = [
  { name: 'timestamp.body', text: (body, at) => `${at}.${body}` },
  { name: 'timestamp:body', text: (body, at) => `${at}:${body}` },
  { name: 'timestampbody', text: (body, at) => `${at}${body}` },
  { name: 'body.timestamp', text: (body, at) => `${body}.${at}` },
  { name: 'bodytimestamp', text: (body, at) => `${body}${at}` },
  { name: 'v0:timestamp:body', text: (body, at) => `v0:${at}:${body}` },
  { name: 'v1:timestamp:body', text: (body, at) => `v1:${at}:${body}` },
  { name: 'id.timestamp.body', text: (body, at) => `${foreignId}.${at}.${body}` },
  { name: 'id.body', text: (body) => `${foreignId}.${body}` },
  { name: 'timestamp and body, a line each', text: (body, at) => `${at}\n${body}` },
];

/** How a timestamp may be written. */
type Clock = 'seconds' | 'milliseconds' | 'ISO 8601' | 'createdAt' | 'absent';

function timestampOf(clock: Clock, body: string): string {
  const now = Date.now();
  if (clock === 'seconds') return String(Math.floor(now / 1000));
  if (clock === 'milliseconds') return String(now);
  if (clock === 'createdAt') return /"createdAt":"([^"]+)"/.exec(body)?.[1] ?? '';
  return clock === 'absent' ? 'undefined' : new Date(now).toISOString();
}

interface Notation {
  readonly write: (key: string, text: string, timestamp: string) => string;
  readonly phrase: string;
}

const hex: Notation = { write: (key, text) => hmac(key, text), phrase: '' };

const notations: readonly Notation[] = [
  hex,
  {
    write: (key, text, at) => `t=${at},v1=${hmac(key, text)}`,
    phrase: ", written as 't=…,v1=…'",
  },
];

const vendors: readonly Notation[] = [
  { write: (key, text) => `v0=${hmac(key, text)}`, phrase: ", with 'v0=' in front" },
  { write: (key, text) => `sha256=${hmac(key, text)}`, phrase: ", with 'sha256=' in front" },
  { write: (key, text) => `v1,${hmac(key, text, 'base64')}`, phrase: ", in base64 after 'v1,'" },
  {
    // Standard Webhooks and Svix decode the secret from base64.
    write: (key, text) => `v1,${createDecodedHmac(key, text)}`,
    phrase: ", in base64 after 'v1,' and with the key decoded from base64",
  },
  { write: (key, text) => hmac(key, text, 'base64'), phrase: ', in base64' },
];

function createDecodedHmac(key: string, text: string): string {
  return hmac(Buffer.from(key, 'base64'), text, 'base64');
}

function scheme({ name, text }: Scheme, clock: Clock, { write, phrase }: Notation): Experiment {
  const signed = (plain: PlainDelivery, at: string) => write(plain.key, text(plain.body, at), at);
  return {
    id: 'timestamp-signed',
    alter(plain, has) {
      const at = timestampOf(clock, plain.body);
      const signature = signed(plain, at);
      if (!sendsHeaders(clock)) return { signatures: [signature] };
      return {
        signatures: [signature],
        headers: headersFor(plain, at, signature).filter(([name]) => has(name)),
      };
    },
    explain(needed) {
      const source = needed.length > 0 ? ` and with ${needed.join(', ')}` : '';
      const time =
        clock === 'absent'
          ? "the text 'undefined' for a timestamp that Logto never sends"
          : `${clock}`;
      return {
        message: `The receiver verifies '${name}' instead of the body${phrase}.`,
        change: `signed as '${name}' (timestamp: ${time})${phrase}${source}`,
        remedy:
          'Sign the raw body alone: Logto sends neither a timestamp nor a delivery id. Use createdAt in the payload to detect old deliveries.',
      };
    },
    parts: (plain) => (sendsHeaders(clock) ? headersFor(plain, '', '').map(([name]) => name) : []),
  };
}

function sendsHeaders(clock: Clock): boolean {
  return clock !== 'createdAt' && clock !== 'absent';
}

function headersFor({ event }: PlainDelivery, timestamp: string, signature: string): CustomHeaders {
  return [...foreignHeaders(timestamp, event), ...signatureHeaders(signature)];
}

/** Experiments with signatures over more than the body, as Stripe, Slack and Svix make them. */
export const timestampExperiments: readonly Experiment[] = [
  ...schemes.flatMap((one) =>
    (['seconds', 'milliseconds', 'ISO 8601'] as const).flatMap((clock) =>
      notations.map((notation) => scheme(one, clock, notation)),
    ),
  ),
  ...schemes.flatMap((one) =>
    (['createdAt', 'absent'] as const).map((clock) => scheme(one, clock, hex)),
  ),
  ...schemes
    .filter(({ name }) => /^(timestamp\.|v0|id\.timestamp)/.test(name))
    .flatMap((one) =>
      (['seconds', 'milliseconds'] as const).flatMap((clock) =>
        vendors.map((notation) => scheme(one, clock, notation)),
      ),
    ),
];
