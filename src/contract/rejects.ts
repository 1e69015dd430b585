import { sign } from '../core/signature.ts';
import { tamperBody } from '../core/tamper.ts';
import { type Answer, isAccepted } from './answer.ts';
import { type Check, elsewhere, type Finding, passed } from './check.ts';
import type { Courier } from './courier.ts';
import { judgeForged, summarize } from './judge.ts';
import type { CheckDescription } from './result.ts';
import { signatureSnippets } from './snippets.ts';

/** A delivery that is not Logto's: the body, what is sent with it, and why it must be refused. */
interface Forgery {
  readonly name: string;
  readonly why: string;
  readonly sends: string;
  readonly remedy: string;
  /**
   * @param right the signature that Logto would send with the body
   * @param ofNothing the one it would send with an empty body
   */
  readonly forge: (
    body: Buffer,
    right: string,
    ofNothing: string,
  ) => readonly [ForgedRequest, ...ForgedRequest[]];
  /** Another that is alike: where it fails in the same way, it is that hole and not this one. */
  readonly alike?: string;
  /** Whether it is sent again after what it was made of was delivered. */
  readonly replays?: boolean;
}

interface ForgedRequest {
  readonly body: Buffer;
  readonly signatures: readonly string[];
}

const compare =
  "Compare with verifySignature of 'logto-hooks', or check the form first (64 characters of 0-9a-f) and compare in constant time; answer 401 to all else.";

const forgeries: readonly Forgery[] = [
  {
    name: 'unsigned',
    why: 'Logto signs each delivery; who takes an unsigned one takes what anybody sends.',
    sends: 'a delivery without a signature',
    remedy: 'Answer 401 where the header logto-signature-sha-256 is missing, also in development.',
    forge: (body) => [{ body, signatures: [] }],
  },
  {
    name: 'empty-signature',
    why: 'An attacker may send the header with nothing in it; Logto never does.',
    sends: 'a delivery with an empty signature header',
    remedy: 'Treat an empty signature like a wrong one: 401.',
    forge: (body) => [{ body, signatures: [''] }],
  },
  {
    name: 'wrong-key',
    why: 'Only the signing key tells Logto from others; a signature in the right form proves nothing.',
    sends: 'a delivery signed with another key',
    remedy:
      'Compute the HMAC-SHA256 of the raw body with the signing key, compare it, and answer 401 where it differs. Refuse to start where the key is not set.',
    forge: (body) => [{ body, signatures: [sign(body, 'a key that Logto does not have')] }],
  },
  {
    name: 'tampered-body',
    why: 'The signature covers every byte of the body (HMAC-SHA256), so that nobody can change one on the way.',
    sends:
      'a body that was changed after it was signed, also with a signature that was accepted before',
    remedy:
      'Compute the HMAC over the whole raw body, each time anew, and before anything is looked up.',
    forge: (body, right) => [{ body: tamperBody(body), signatures: [right] }],
    replays: true,
  },
  {
    name: 'truncated-signature',
    why: "Node's timingSafeEqual throws where the lengths differ: anybody can then make the receiver answer 500, or end it.",
    sends: 'the first 4 characters of the right signature',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [right.slice(0, 4)] }],
  },
  {
    name: 'longer-signature',
    why: "A signature is 64 characters; what is longer is not Logto's, and must not end in a 500 either.",
    sends: 'the right signature with two characters more',
    remedy: compare,
    forge: (body, right) => [{ body, signatures: [`${right}00`] }],
    alike: 'prefix-only',
  },
  {
    name: 'non-hex-signature',
    why: 'Decoders of hex stop silently at, or throw on, what is no hex; Logto sends lower-case hex only.',
    sends: 'a signature of 64 characters that are no hex digits',
    remedy: compare,
    forge: (body) => [{ body, signatures: ['z'.repeat(64)] }],
  },
  {
    name: 'non-ascii-signature',
    why: 'A header may hold any byte: text of 64 characters can be more than 64 bytes, and comparing it then throws.',
    sends: 'a signature with a character beyond ASCII, as Latin-1 and as UTF-8',
    remedy: compare,
    forge: (body, right) => [
      { body, signatures: [`\u00e9${anotherDigit(right[1]).repeat(63)}`] },
      { body, signatures: [`\u00c3\u00a9${anotherDigit(right[2]).repeat(62)}`] },
    ],
    alike: 'non-hex-signature',
  },
  {
    name: 'signature-of-empty-body',
    why: 'A body that was read before, or not at all, hashes as nothing: such a receiver never looks at what it verifies.',
    sends: 'a delivery with the signature of an empty body',
    remedy: 'Verify the bytes that arrived: read the raw body once, and pass those bytes on.',
    forge: (body, _, ofNothing) => [{ body, signatures: [ofNothing] }],
  },
  {
    name: 'prefix-only',
    why: 'Who compares only the beginning of a signature has one that can be guessed.',
    sends: 'a signature that is right but for its last character',
    remedy: compare,
    forge: (body, right) => [
      { body, signatures: [`${right.slice(0, -1)}${anotherDigit(right.at(-1))}`] },
    ],
  },
  {
    name: 'duplicate-signature-header',
    why: 'Servers join repeated headers, or give a list: code that expects one string may throw, or accept.',
    sends: 'two signature headers, neither of them right',
    remedy: 'Take the header only where it is one string of 64 hex digits; answer 401 otherwise.',
    forge: (body) => [
      { body, signatures: [sign(body, 'one wrong key'), sign(body, 'another wrong key')] },
    ],
  },
  {
    name: 'empty-key',
    why: 'A signing key that is not set is often an empty one, and everybody can sign with that.',
    sends: 'a delivery signed with an empty key',
    remedy: 'Refuse to start where LOGTO_WEBHOOK_SIGNING_KEY is missing or empty.',
    forge: (body) => [{ body, signatures: [sign(body, '')] }],
  },
];

/** Deliveries that are not Logto's. */
export const rejectsChecks: readonly Check[] = forgeries.map((forgery) => ({
  ...describe(forgery),
  phase: 'forged',
  run: (courier) => runForgery(courier, forgery),
}));

function describe({ name, why, sends, remedy }: Forgery): CheckDescription {
  return {
    id: `rejects/${name}`,
    group: 'rejects',
    severity: 'error',
    why,
    sends,
    remedy,
    snippets: signatureSnippets,
  };
}

async function runForgery(courier: Courier, forgery: Forgery): Promise<Finding> {
  const answers: Answer[] = [];
  for (const request of forge(courier, forgery)) {
    const answer = await send(courier, forgery, request);
    const finding = judgeForged(courier, answer);
    if (finding) return attribute(courier, forgery, answer, finding);
    answers.push(answer);
  }
  return (
    (forgery.replays ? await replay(courier, forgery) : undefined) ?? passed(summarize(answers))
  );
}

/** The same once its signature is known to the receiver. */
async function replay(courier: Courier, forgery: Forgery): Promise<Finding | undefined> {
  const { base } = courier.session;
  if (!base) return undefined;
  const body = Buffer.from(courier.payloads.text(base));
  const right = courier.sign(body);
  await courier.post(body);
  const [request] = forgery.forge(body, right, '');
  return judgeForged(courier, await send(courier, forgery, request));
}

/** Of a body that nobody has seen: one that was accepted before may rightly be taken for a duplicate. */
function forge({ session, payloads, sign }: Courier, forgery: Forgery) {
  const subject = session.base ?? session.subjects[0];
  const body = Buffer.from(subject ? payloads.text(subject) : '{}');
  return forgery.forge(body, sign(body), sign(''));
}

function send(courier: Courier, { sends }: Forgery, { body, signatures }: ForgedRequest) {
  return courier.post(body, { signatures, note: sends });
}

/** Leaves a failure to the check that it belongs to. */
async function attribute(
  courier: Courier,
  { alike }: Forgery,
  answer: Answer,
  finding: Finding,
): Promise<Finding> {
  const other = forgeries.find(({ name }) => name === alike);
  const ordinary = forgeries.find(({ name }) => name === 'wrong-key');
  if (!other || !ordinary || finding.status !== 'failed') return finding;
  // Who verifies nothing at all has every hole.
  const [wrong] = forge(courier, ordinary);
  if (judgeForged(courier, await send(courier, ordinary, wrong))) return finding;
  const [request] = forge(courier, other);
  const answerToOther = await send(courier, other, request);
  const isAlike = judgeForged(courier, answerToOther)?.status === 'failed';
  if (!isAlike || isAccepted(answer) !== isAccepted(answerToOther)) return finding;
  return elsewhere(finding, `rejects/${other.name}`, 'It treats what that sends alike');
}

/** A hex digit that is not the given one. */
function anotherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}
