import { type Answer, isAccepted } from '../answer.ts';
import { type Check, elsewhere, type Finding, passed } from '../check.ts';
import type { Courier } from '../courier.ts';
import { judgeForged, summarize } from '../judge.ts';
import type { CheckDescription } from '../result.ts';
import { signatureSnippets } from '../snippets.ts';
import { type ForgedRequest, type Forgery, forgeries } from './forgeries.ts';

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
