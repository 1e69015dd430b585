import { setTimeout as wait } from 'node:timers/promises';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import type { Transport } from '../core/transport.ts';
import { createDeliveryId, type Delivery, type Forwarded } from './delivery.ts';
import { type ForwardTarget, forward } from './forward.ts';
import { judge, type Verdict } from './judge.ts';
import { type Answer, answerJson, type Received } from './received.ts';

export interface PipelineOptions {
  readonly signingKey: string;
  /** Further keys that are set here, for the diagnosis. */
  readonly otherKeys: readonly KnownKey[];
  /** Whether an event is shown and forwarded; others are only acknowledged. */
  readonly wants: (event: string | null) => boolean;
  /** Treats what fails verification like what passes it. */
  readonly allowUnsigned: boolean;
  readonly target: (ForwardTarget & { readonly transport: Transport }) | undefined;
  /** The status to answer with, whatever the app says. */
  readonly respond: number | undefined;
  /** Milliseconds to wait before each answer. */
  readonly delay: number;
  /** Told of each delivery once its answer is decided, before it is given. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/**
 * Takes one request from its bytes to its answer: verify, parse, forward. The bytes that were
 * verified are the bytes that are forwarded.
 */
export async function processDelivery(
  received: Received,
  options: PipelineOptions,
): Promise<Answer> {
  const verdict = judge(received, options.signingKey, options.otherKeys);
  const accepted = verdict.signature === 'valid' || options.allowUnsigned;
  if (accepted && verdict.isJson && !options.wants(verdict.event)) {
    return acknowledge();
  }
  const id = createDeliveryId();
  const { answer, forwarded } = accepted
    ? await passOn(received, verdict, options)
    : { answer: refuse(verdict), forwarded: null };
  options.onDelivery({ id, received, verdict, forwarded, responded: answer.status });
  if (options.delay > 0) await wait(options.delay);
  return answer;
}

async function passOn(
  received: Received,
  verdict: Verdict,
  { target, respond }: PipelineOptions,
): Promise<{ answer: Answer; forwarded: Forwarded | null }> {
  const result = target ? await forward(received, target, target.transport) : undefined;
  const answer = result?.answer ?? (verdict.isJson ? acknowledge() : refuseBody());
  return {
    answer: respond === undefined ? answer : answerJson(respond, { status: respond }),
    forwarded: result?.forwarded ?? null,
  };
}

function acknowledge(): Answer {
  return answerJson(200, { received: true });
}

/** The diagnosis is for the listener's owner: whoever sent this may be trying keys. */
function refuse({ signature }: Verdict): Answer {
  const error =
    signature === 'missing' ? 'The signature is missing.' : 'The signature does not match.';
  return answerJson(401, { error });
}

function refuseBody(): Answer {
  return answerJson(400, { error: 'The body is not JSON; Logto always sends JSON.' });
}
