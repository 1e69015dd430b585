import { setTimeout as wait } from 'node:timers/promises';
import {
  createDeliveryId,
  type Delivery,
  type DeliveryRequest,
  type Verification,
} from '../core/delivery.ts';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import { once } from '../core/once.ts';
import type { Forward, ForwardResult } from './forward.ts';
import { jsonResponse, type ListenerResponse } from './request.ts';
import { verifyDelivery } from './verify.ts';

export interface PipelineOptions {
  readonly signingKey: string;
  /** Further keys that are set here, for the diagnosis. */
  readonly otherKeys: readonly KnownKey[];
  /** Whether an event is shown and forwarded; others are only acknowledged. */
  readonly wants: (event: string | null) => boolean;
  /** Treats what fails verification like what passes it. */
  readonly allowUnsigned: boolean;
  /** Brings what is accepted to the app; undefined where there is none. */
  readonly forward: Forward | undefined;
  /** The status to answer with, whatever the app says. */
  readonly respond: number | undefined;
  /** Milliseconds to wait before each answer. */
  readonly delay: number;
  /** Says who did what, in a few words. */
  readonly describe: (event: string | null, payload: unknown) => string;
  /** Stores each delivery before its sender is answered; false where that failed. */
  readonly keep: (delivery: Delivery) => Promise<boolean>;
  /** Told of each delivery that is wanted once its answer is decided, before it is given. */
  readonly onDelivery: (delivery: Delivery) => void;
}

/**
 * Takes one request from its bytes to its answer: verify, parse, forward, keep. The bytes that were
 * verified are the bytes that are forwarded and kept.
 */
export async function processDelivery(
  request: DeliveryRequest,
  options: PipelineOptions,
): Promise<ListenerResponse> {
  const { allowUnsigned, wants, forward } = options;
  const verification = verifyDelivery(request, options.signingKey, options.otherKeys);
  const accepted = verification.signature === 'valid' || allowUnsigned;
  const skipped = accepted && verification.isJson && !wants(verification.event);
  const passed = accepted && !skipped && forward ? await forward(request) : null;
  const answer = !accepted
    ? refuse(verification)
    : skipped
      ? acknowledged
      : answerOf(passed, verification, options);

  const delivery = {
    id: createDeliveryId(),
    request,
    verification,
    summary: once(() =>
      verification.isJson ? options.describe(verification.event, verification.payload) : '',
    ),
    skipped,
    forward: passed?.attempt ?? null,
    ...(passed?.chaos && { chaos: passed.chaos }),
    responseStatus: answer.status,
  };
  const isKept = await options.keep(delivery);
  const given = isKept ? answer : withoutKeeping(answer);
  if (skipped) return given;
  options.onDelivery(isKept ? delivery : { ...delivery, responseStatus: given.status });
  if (options.delay > 0) await wait(options.delay);
  return given;
}

/** What is not kept must not be acknowledged: after a 500 Logto logs an Error, with the payload. */
function withoutKeeping(answer: ListenerResponse): ListenerResponse {
  if (answer.status >= 300) return answer;
  return jsonResponse(500, { error: 'The delivery could not be kept in the history.' });
}

/** The answer to what was accepted: what the user wants, or the app's own, or ours. */
function answerOf(
  passed: ForwardResult | null,
  { isJson }: Verification,
  { respond }: PipelineOptions,
): ListenerResponse {
  if (respond !== undefined) return jsonResponse(respond, { status: respond });
  if (passed) return passed.response;
  return isJson ? acknowledged : refuseBody();
}

const acknowledged = jsonResponse(200, { received: true });

/** The diagnosis is for the listener's owner: whoever sent this may be trying keys. */
function refuse({ signature }: Verification): ListenerResponse {
  const error =
    signature === 'missing' ? 'The signature is missing.' : 'The signature does not match.';
  return jsonResponse(401, { error });
}

function refuseBody(): ListenerResponse {
  return jsonResponse(400, { error: 'The body is not JSON; Logto always sends JSON.' });
}
