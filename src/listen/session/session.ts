import { UsageError } from '../../core/errors.ts';
import type { StoredAttempt } from '../../core/history/record.ts';
import { compactJsonText, isJson } from '../../core/json-text.ts';
import { createNodeTransport } from '../../core/node-transport.ts';
import {
  type Redeliverable,
  type Redelivery,
  redeliver,
  toStoredReplay,
  withBody,
} from '../../core/redeliver.ts';
import type { Transport, TransportRequest } from '../../core/transport.ts';
import type { Delivery } from '../delivery.ts';
import { type ForwardTarget, requestHeaders } from '../forward.ts';
import type {
  AttemptRecord,
  DeliveryDetails,
  DeliveryRecord,
  DeliverySummary,
  InspectorSource,
  ListQuery,
  Sample,
} from '../inspector/source.ts';
import { UnknownDelivery } from '../inspector/unknown-delivery.ts';
import { type KeptDelivery, RecentDeliveries } from './recent-deliveries.ts';
import { lighten, recordAttempt, recordForwarding, toSummary } from './records.ts';
import { renderSample } from './sample.ts';
import { saveFixture } from './save-fixture.ts';

export interface SessionOptions {
  /** The working directory: saved fixtures live below it. */
  readonly cwd: string;
  readonly signingKey: string;
  /** Where replays go; to the listener itself unless given. */
  readonly forwardTo: ForwardTarget | undefined;
  /** Accepts any certificate of the app. */
  readonly insecure: boolean;
  /** Where the listener listens, once it does. */
  readonly listenerUrl: () => URL;
  /** Stores a replay with its delivery, for as long as the history is kept. */
  readonly keepReplay: (id: string, attempt: StoredAttempt) => Promise<void>;
  readonly words: Words;
}

/** A POST of these bytes; milliseconds. */
type CurlRequest = Pick<TransportRequest, 'url' | 'headers' | 'timeout'> & {
  readonly body: Buffer;
};

/** How deliveries are told; the renderers know. */
interface Words {
  toRecord(delivery: Delivery): DeliveryRecord;
  summarise(delivery: Delivery): string;
  toCurl(request: CurlRequest): string;
}

/** Milliseconds: what Logto waits for an answer. */
const logtoTimeout = 10_000;

/** The listener's deliveries since it began, for the inspector: kept in memory, replayed, saved. */
export class Session implements InspectorSource {
  readonly #options: SessionOptions;
  readonly #transport: Transport;
  readonly #recent = new RecentDeliveries();
  readonly #listeners = new Set<(changed: DeliverySummary) => void>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#transport = createNodeTransport({ insecure: options.insecure });
  }

  add(delivery: Delivery): void {
    const sentence = this.#options.words.summarise(delivery);
    this.#put({ delivery: lighten(delivery), sentence, replays: [] });
  }

  async list({ before, limit, text }: ListQuery): Promise<readonly DeliverySummary[]> {
    const wanted = text?.toLowerCase();
    const hasText = ({ delivery }: KeptDelivery) =>
      wanted === undefined || delivery.received.body.toString().toLowerCase().includes(wanted);
    return this.#recent.newestFirst(before).filter(hasText).slice(0, limit).map(toSummary);
  }

  async get(id: string): Promise<DeliveryDetails> {
    const kept = this.#find(id);
    const { forwarded } = kept.delivery;
    const record = this.#options.words.toRecord(kept.delivery);
    const first = forwarded ? [await recordForwarding(forwarded)] : [];
    return { summary: toSummary(kept), record, attempts: [...first, ...kept.replays] };
  }

  subscribe(listener: (changed: DeliverySummary) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async replay(id: string, { body }: { readonly body?: string }): Promise<AttemptRecord> {
    const { received } = this.#find(id).delivery;
    const edited = body === undefined ? undefined : edit(received, body);
    const target = this.#replayTarget();
    const again = await this.#deliver(edited ?? received, target, edited ? 'edited' : 'original');
    await this.#options.keepReplay(id, toStoredReplay(again, edited ? 'edited' : 'original'));
    const attempt = await recordRedelivery(edited ? 'edited' : 'replay', again);
    const kept = this.#recent.get(id);
    if (kept) this.#put({ ...kept, replays: [...kept.replays, attempt] });
    return attempt;
  }

  async send(sample: Sample): Promise<AttemptRecord> {
    const { cwd, signingKey } = this.#options;
    const rendered = renderSample(sample, cwd, signingKey);
    return recordRedelivery('sample', await this.#deliver(rendered, this.#itself(), 'original'));
  }

  async save(id: string): Promise<string | null> {
    return saveFixture(this.#find(id).delivery, this.#options.cwd);
  }

  async curl(id: string): Promise<string> {
    const { headers, wireBody: body } = this.#find(id).delivery.received;
    const { url, timeout } = this.#itself();
    const kept = requestHeaders(headers, []);
    return this.#options.words.toCurl({ url, headers: kept, body, timeout });
  }

  #put(kept: KeptDelivery): void {
    this.#recent.put(kept);
    if (this.#listeners.size === 0) return;
    const summary = toSummary(kept);
    for (const listener of this.#listeners) listener(summary);
  }

  #find(id: string): KeptDelivery {
    const kept = this.#recent.get(id);
    if (!kept) throw new UnknownDelivery(id);
    return kept;
  }

  /** Replays reach the app as forwarding does; where there is none, the listener itself. */
  #replayTarget(): ForwardTarget {
    return this.#options.forwardTo ?? this.#itself();
  }

  /** The listener as a target, for what shall take the way of a delivery from outside. */
  #itself(): ForwardTarget {
    return { url: this.#options.listenerUrl(), headers: [], timeout: logtoTimeout };
  }

  #deliver(
    delivery: Redeliverable,
    { url, timeout, headers: added }: ForwardTarget,
    signing: 'original' | 'edited',
  ): Promise<Redelivery> {
    const again = { ...delivery, headers: requestHeaders(delivery.headers, added) };
    const signed = signing === 'edited' ? this.#options : 'original';
    return redeliver(again, { url, timeout }, this.#transport, signed);
  }
}

function recordRedelivery(
  kind: AttemptRecord['kind'],
  { at, attempt, request }: Redelivery,
): Promise<AttemptRecord> {
  return recordAttempt(kind, attempt, at, kind === 'replay' ? null : request.body.toString());
}

/** @throws UsageError where the text is not JSON */
function edit(received: Redeliverable, text: string): Redeliverable {
  if (!isJson(text)) throw new UsageError('The edited body is not JSON.', 'Mend it first.');
  return withBody(received, Buffer.from(compactJsonText(text)));
}
