import type { ClientRequest } from 'node:http';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import { type Check, type Finding, skipped } from '../check.ts';
import {
  customDataIn,
  inJsonbOrder,
  type PayloadObject,
  userIn,
} from '../payloads/payload-source.ts';
import type { ReceiverClient, SendOptions } from '../receiver/client.ts';
import type { CheckDescription } from '../result.ts';
import { receiverCode } from '../snippets/snippets.ts';
import { expectAccepted, type SendStep } from './assertions.ts';
import { afterFirstHalf, findSplitBodyFailure } from './split-body.ts';

/** A validly signed body that is verified correctly only as raw bytes. */
interface Writing extends Pick<CheckDescription, 'severity' | 'why' | 'sends' | 'remedy'> {
  readonly name: string;
  /** Whether the payload must have custom data. */
  readonly needsCustomData?: boolean;
  /** Returns the bodies to send; it may change the payload in place. */
  readonly write: (payload: PayloadObject, client: ReceiverClient) => readonly Written[];
}

interface Written {
  readonly body: string | PayloadObject;
  readonly options?: SendOptions;
}

const verifyRaw =
  'Verify the raw body as bytes, before it is decoded or parsed; never serialize a parsed body to verify it.';
const notLogto = 'Logto itself never writes this, but a proxy or another sender may';

const writings: readonly Writing[] = [
  {
    name: 'unicode',
    severity: 'error',
    why: 'Names come in every script: Logto writes them as unescaped UTF-8, and a body may be split anywhere in transit, even inside a character.',
    sends:
      'letters of several scripts, combining marks and emoji, whole and split inside a character',
    remedy: `${verifyRaw} Join the chunks of a body before decoding them.`,
    write(payload, client) {
      putText(payload, 'Zoë Ångström e\u0301 李小龍 नमस्ते שלום 👩🏽‍💻');
      const transport = cutInsideCharacter(client);
      return [{ body: payload }, { body: payload, options: { transport, note: 'cut in two' } }];
    },
  },
  {
    name: 'escapes',
    severity: 'error',
    why: 'Logto writes JSON as JSON.stringify does: / < > & and U+2028 unescaped, control characters as \\u001f; other languages escape differently.',
    sends: 'quotes, backslashes, slashes, angle brackets, control characters, U+2028',
    remedy: verifyRaw,
    write(payload) {
      putText(payload, '"quoted" \\ / <b>&\'</b> \b\f\n\r\t \u0001\u001f \u007f \u2028\u2029');
      return [{ body: payload }];
    },
  },
  {
    name: 'numbers',
    severity: 'error',
    why: 'Custom data can hold any number, and Logto writes it as JavaScript does: 1e+21, 5e-7, -1. Other languages write it differently.',
    sends: '1e+21, 5e-7, -1, 0.1 and the like in custom data',
    remedy: verifyRaw,
    needsCustomData: true,
    write(payload) {
      putCustomData(payload, [1e21, 5e-7, -1, 0.1, 1.5e300, -0.000001, 100, 2 ** 53 - 1]);
      return [{ body: payload }];
    },
  },
  {
    name: 'key-order',
    severity: 'error',
    why: "Logto's log stores payloads as jsonb, which sorts keys by length: an event redelivered from there has that order.",
    sends: 'the keys of the payload in the order of jsonb',
    remedy: `${verifyRaw} Do not rely on key order.`,
    write: (payload) => [{ body: JSON.stringify(inJsonbOrder(payload)) }],
  },
  {
    name: 'whitespace',
    severity: 'warn',
    why: `${notLogto}: JSON with line breaks and indentation.`,
    sends: 'a pretty-printed payload',
    remedy: verifyRaw,
    write: (payload) => [{ body: `${JSON.stringify(payload, null, 2)}\n` }],
  },
  {
    name: 'big-numbers',
    severity: 'warn',
    why: `${notLogto}: numbers that JavaScript cannot represent, such as 9007199254740993, and 1.10.`,
    sends: 'numbers beyond 2^53 and with trailing zeros in custom data',
    remedy: verifyRaw,
    needsCustomData: true,
    write(payload) {
      putCustomData(payload, placeholder);
      return [{ body: withSource(payload, '[9007199254740993,12345678901234567890,1.10]') }];
    },
  },
  {
    name: 'duplicate-keys',
    severity: 'warn',
    why: `${notLogto}: an object with the same key twice; parsers keep one of them.`,
    sends: 'an object with a repeated key',
    remedy: verifyRaw,
    write(payload) {
      if (!customDataIn(payload)) {
        return [{ body: `{"userAgent":"twice",${JSON.stringify(payload).slice(1)}` }];
      }
      putCustomData(payload, placeholder);
      return [{ body: withSource(payload, '{"theme":"light","theme":"dark"}') }];
    },
  },
  {
    name: 'charset',
    severity: 'warn',
    why: 'Logto sends application/json, but a custom header of the webhook may replace it, for example with a charset or a vendor type.',
    sends: 'application/json with a charset, and application/vnd.logto+json',
    remedy: 'Read and verify the body regardless of its content type.',
    write: (payload) =>
      ['application/json; charset=utf-8', 'application/vnd.logto+json'].map((type) => ({
        body: payload,
        options: { headers: [['content-type', type]], note: `content-type: ${type}` },
      })),
  },
];

/** Bodies that Logto sends or could send, with valid signatures. */
export const bytesChecks: readonly Check[] = writings.map((writing) => ({
  id: `bytes/${writing.name}`,
  group: 'bytes',
  severity: writing.severity,
  why: writing.why,
  sends: writing.sends,
  remedy: writing.remedy,
  snippets: receiverCode,
  phase: 'parallel',
  run: (client) => runWriting(client, writing),
}));

async function runWriting(client: ReceiverClient, writing: Writing): Promise<Finding> {
  const { session } = client;
  const rich = session.pick((payload) => customDataIn(payload) !== undefined);
  const subject = rich ?? (writing.needsCustomData ? undefined : session.pick(() => true));
  if (!subject) return skipped('No event that is subscribed and accepted carries custom data.');
  // Each body is a new delivery, so it needs a new payload.
  const ways = writing.write(await client.payload(subject), client).length;
  const steps = Array.from({ length: ways }, (_, index): SendStep => {
    return async () => {
      const written = writing.write(await client.payload(subject), client)[index];
      return client.post(written?.body ?? '', { note: writing.sends, ...written?.options });
    };
  });
  const finding = await expectAccepted(client, subject, steps);
  const isOfHalves = writing.name === 'unicode' && finding.status === 'failed';
  return (isOfHalves ? await findSplitBodyFailure(client, subject, finding) : undefined) ?? finding;
}

/** Sets text that users and tenants write: a name, custom data, or else the user agent. */
function putText(payload: PayloadObject, text: string): void {
  const customData = customDataIn(payload);
  const user = userIn(payload);
  if (user) user.name = text;
  if (customData) customData.note = text;
  else payload.userAgent = text;
}

function putCustomData(payload: PayloadObject, value: unknown): void {
  const customData = customDataIn(payload);
  if (customData) customData.values = value;
}

const placeholder = '\u0000source\u0000';

/** Returns the payload's JSON with the placeholder replaced by exactly this source. */
function withSource(payload: PayloadObject, source: string): string {
  return JSON.stringify(payload).replace(JSON.stringify(placeholder), () => source);
}

function cutInsideCharacter({ session }: ReceiverClient): Transport {
  return createNodeTransport({
    insecure: session.options.insecure,
    writeBody(request: ClientRequest, body = Buffer.alloc(0)) {
      const lead = body.findIndex((byte) => byte >= 0xc0);
      const cut = lead < 0 ? body.length >> 1 : lead + 1;
      request.write(body.subarray(0, cut), () => {
        afterFirstHalf(() => request.end(body.subarray(cut)));
      });
    },
  });
}
