import { setTimeout as wait } from 'node:timers/promises';
import { summarize } from '../cli/output/delivery/summary.ts';
import {
  createDeliveryId,
  type Delivery,
  type DeliveryRequest,
  type Verification,
} from '../core/delivery.ts';
import type { KnownKey } from '../core/diagnosis/keys.ts';
import { once } from '../core/once.ts';
import type { EventFilter } from './event-filter.ts';
import type { Forward, ForwardResult } from './forward.ts';
import type { HistorySink } from './history-sink.ts';
import type { Inspection } from './inspector/start.ts';
import type { ListenerPrinter } from './output/printer.ts';
import type { Recorder } from './record-fixture.ts';
import { jsonResponse, type ListenerResponse } from './response.ts';
import type { ForwardTarget, Router } from './router.ts';
import type { Lifetime } from './server/lifetime.ts';

export interface PipelineOptions {
  /** Keys that verify a delivery; a mirror of a tenant adds those of changed webhooks. */
  readonly signingKeys: readonly KnownKey[];
  /** Other keys that are set here, for the diagnosis. */
  readonly otherKeys: readonly KnownKey[];
  /** Events that it excludes are only acknowledged. */
  readonly eventFilter: EventFilter;
  /** Forwards deliveries that fail verification, too. */
  readonly allowUnsigned: boolean;
  readonly router: Router;
  /** Sends a delivery to a target of the router. */
  readonly forward: Forward;
  /** Status of each response, instead of the app's. */
  readonly respond: number | undefined;
  /** Milliseconds to wait before each response. */
  readonly delay: number;
  readonly historySink: HistorySink;
  readonly printer: ListenerPrinter;
  readonly recorder: Recorder | undefined;
  /** Undefined if neither inspector nor keys are on. */
  readonly inspection: Inspection | undefined;
  readonly lifetime: Lifetime;
}

/** Verification loads the payload schemas, which takes 30 ms: it is loaded once the listener is ready. */
const loadVerify = once(() => import('./verify.ts'));

interface Outcome {
  readonly response: ListenerResponse;
  /** Whether the event filter excludes the delivery. */
  readonly skipped: boolean;
  /** Null if it was not forwarded. */
  readonly result: ForwardResult | null;
}

/** Processes each request: verify, parse, forward, store, print, respond. */
export class Pipeline {
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Loads the code for the first delivery. */
  prepare(): void {
    void loadVerify();
  }

  /** Processes one delivery. The bytes that are verified are the bytes that are forwarded and stored. */
  async process(request: DeliveryRequest): Promise<ListenerResponse> {
    const { signingKeys, otherKeys, historySink, delay } = this.#options;
    const { verifyDelivery } = await loadVerify();
    const verification = verifyDelivery(request, signingKeys, otherKeys);
    const { response, skipped, result } = await this.#respond(request, verification);
    const delivery: Delivery = {
      id: createDeliveryId(),
      request,
      verification,
      summary: once(() => describe(verification)),
      skipped,
      forward: result?.attempt ?? null,
      ...(result?.chaos && { chaos: result.chaos }),
      responseStatus: response.status,
    };
    const isStored = await historySink.keep(delivery);
    const sent = isStored ? response : refuseUnstored(response);
    if (skipped) return sent;
    this.#show(isStored ? delivery : { ...delivery, responseStatus: sent.status });
    if (delay > 0) await wait(delay);
    return sent;
  }

  #respond(request: DeliveryRequest, verification: Verification): Outcome | Promise<Outcome> {
    const { allowUnsigned, eventFilter, router } = this.#options;
    if (verification.signature !== 'valid' && !allowUnsigned) {
      return { response: refuse(verification), skipped: false, result: null };
    }
    if (verification.isJson && !eventFilter.includes(verification.event)) {
      return { response: acknowledged, skipped: true, result: null };
    }
    const target = router.targetFor(verification.event, request.path);
    if (target) return this.#forward(request, verification, target);
    const response = responseTo(null, verification, this.#options);
    return { response, skipped: false, result: null };
  }

  async #forward(
    request: DeliveryRequest,
    verification: Verification,
    target: ForwardTarget,
  ): Promise<Outcome> {
    const { forward, router } = this.#options;
    const result = await forward(request, target);
    router.explainResponse(verification.event, target, result.attempt?.status ?? null);
    return { response: responseTo(result, verification, this.#options), skipped: false, result };
  }

  #show(delivery: Delivery): void {
    const { inspection, printer, recorder, lifetime } = this.#options;
    // Before the printer: the filter of the keys looks the delivery up.
    inspection?.add(delivery);
    printer.delivery(delivery);
    recorder?.record(delivery);
    lifetime.count(delivery);
  }
}

function describe({ isJson, event, payload }: Verification): string {
  return isJson ? summarize(event ?? '', payload) : '';
}

/**
 * Responds 500 unless it failed already: a delivery that is not stored must not be acknowledged, so that Logto
 * logs an Error with the payload.
 */
function refuseUnstored(response: ListenerResponse): ListenerResponse {
  if (response.status >= 300) return response;
  return jsonResponse(500, { error: 'The delivery could not be stored in the history.' });
}

/** Returns the response to an accepted delivery: `--respond`, or the app's, or the listener's own. */
function responseTo(
  result: ForwardResult | null,
  { isJson }: Verification,
  { respond }: PipelineOptions,
): ListenerResponse {
  if (respond !== undefined) return jsonResponse(respond, { status: respond });
  if (result) return result.response;
  return isJson ? acknowledged : refuseBody();
}

const acknowledged = jsonResponse(200, { received: true });

/**
 * Returns the response to an invalid signature, without the diagnosis, because the sender may be guessing keys.
 */
function refuse({ signature }: Verification): ListenerResponse {
  const error =
    signature === 'missing' ? 'The signature is missing.' : 'The signature does not match.';
  return jsonResponse(401, { error });
}

function refuseBody(): ListenerResponse {
  return jsonResponse(400, { error: 'The body is not JSON; Logto always sends JSON.' });
}
