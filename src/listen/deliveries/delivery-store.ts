import type { Delivery } from '../../core/delivery.ts';
import type { KnownKey } from '../../core/diagnosis/keys.ts';
import { UsageError } from '../../core/errors.ts';
import type { Problem } from '../../core/history/problems.ts';
import type { StoredAttempt } from '../../core/history/record.ts';
import {
  type Redeliverable,
  type Redelivery,
  redeliver,
  toStoredReplay,
  withBody,
} from '../../core/history/replay-request.ts';
import { isLoopback } from '../../core/http/loopback.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { parseEndpoint } from '../../core/http/parse-url.ts';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { Transport, TransportRequest } from '../../core/http/transport/transport.ts';
import { compactJsonText, isJson } from '../../core/json/tokens.ts';
import { requestHeaders } from '../forward.ts';
import type {
  AttemptRecord,
  DeliveryDetails,
  DeliveryRecord,
  DeliverySummary,
  InspectorSource,
  ListQuery,
  ReplayOptions,
  Sample,
} from '../inspector/source.ts';
import { UnknownDelivery } from '../inspector/unknown-delivery.ts';
import type { ForwardTarget, Router } from '../router.ts';
import { EarlierDeliveries } from './earlier-deliveries.ts';
import { type KeptDelivery, RecentDeliveries } from './recent-deliveries.ts';
import { recordAttempt, recordForwarding, toRetained, toSummary } from './records.ts';
import { renderSample } from './sample.ts';
import { saveFixture } from './save-fixture.ts';

export interface DeliveryStoreOptions {
  /** The working directory: saved fixtures live below it. */
  readonly cwd: string;
  /** The directory of the history, for deliveries that are no longer in memory; null if none is kept. */
  readonly history: string | null;
  /** Called with the unreadable parts of the history. */
  readonly reportProblems: (problems: readonly Problem[]) => void;
  /** The first one signs samples. */
  readonly signingKeys: readonly [KnownKey, ...KnownKey[]];
  /** Chooses where replays go; without a target, to the listener itself. */
  readonly router: Router;
  /** Accepts any certificate of the app. */
  readonly insecure: boolean;
  /** Returns the listener's URL, once it listens. */
  readonly listenerUrl: () => URL;
  /** Stores a replay with its delivery, for as long as the history is kept. */
  readonly keepReplay: (id: string, attempt: StoredAttempt) => Promise<void>;
  readonly renderers: Renderers;
}

/** A POST request with these bytes; `timeout` is in milliseconds. */
type CurlRequest = Pick<TransportRequest, 'url' | 'headers' | 'timeout'> & {
  readonly body: Buffer;
};

/** The renderers of deliveries. */
interface Renderers {
  toRecord(delivery: Delivery): DeliveryRecord;
  toCurl(request: CurlRequest): string;
}

/** Milliseconds that Logto waits for a response. */
const logtoTimeout = 10_000;

/**
 * The listener's deliveries, for the inspector and the keys: the newest ones in memory, older ones in the
 * history.
 */
export class DeliveryStore implements InspectorSource {
  readonly #options: DeliveryStoreOptions;
  readonly #transport: Transport;
  readonly #recent = new RecentDeliveries();
  readonly #earlier: EarlierDeliveries | undefined;
  readonly #listeners = new Set<(changed: DeliverySummary) => void>();

  constructor(options: DeliveryStoreOptions) {
    this.#options = options;
    this.#transport = createNodeTransport({ insecure: options.insecure });
    const { history } = options;
    this.#earlier =
      history === null ? undefined : new EarlierDeliveries(history, options.reportProblems);
  }

  add(delivery: Delivery): void {
    this.#put({ delivery: toRetained(delivery), replays: [] });
  }

  async list({ before, limit, text, isRecent }: ListQuery): Promise<readonly DeliverySummary[]> {
    const wanted = text?.toLowerCase();
    const hasText = ({ delivery }: KeptDelivery) =>
      wanted === undefined || delivery.request.body.toString().toLowerCase().includes(wanted);
    // Copied now: deliveries that arrive while the history is read belong to the next list.
    const { ids: except, since } = this.#recent;
    const recent = this.#recent.newestFirst(before).filter(hasText).slice(0, limit).map(toSummary);
    if (isRecent || !this.#earlier || recent.length >= limit) return recent;
    const isBeyond = before !== undefined && !except.has(before);
    const where = isBeyond ? { before } : { until: since };
    const more = { ...where, except, text, limit: limit - recent.length };
    return [...recent, ...(await this.#earlier.list(more))];
  }

  async get(id: string): Promise<DeliveryDetails> {
    const kept = await this.#find(id);
    const { delivery, forwarding, replays } = kept;
    const record = this.#options.renderers.toRecord(delivery);
    const first = forwarding ?? (delivery.forward && (await recordForwarding(delivery.forward)));
    return {
      summary: toSummary(kept),
      record,
      attempts: [...(first ? [first] : []), ...replays],
      replayTo: maskUrl(this.#replayTarget(delivery).url),
    };
  }

  subscribe(listener: (changed: DeliverySummary) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async replay(id: string, { body, to }: ReplayOptions): Promise<AttemptRecord> {
    const before = await this.#find(id);
    const { request } = before.delivery;
    const edited = body === undefined ? undefined : edit(request, body);
    const target = to === undefined ? this.#replayTarget(before.delivery) : otherTarget(to);
    const signing = edited ? { signingKey: this.#keyOf(before.delivery).value } : 'original';
    const redelivery = await redeliver(edited ?? request, target, this.#transport, signing);
    await this.#options.keepReplay(id, toStoredReplay(redelivery, edited ? 'edited' : 'original'));
    const attempt = await recordRedelivery(edited ? 'edited' : 'replay', redelivery);
    // Another replay may have ended meanwhile.
    const kept = this.#recent.get(id);
    const { replays } = kept ?? before;
    const updated = { ...(kept ?? before), replays: [...replays, attempt] };
    if (kept) this.#put(updated);
    else this.#notify(updated);
    return attempt;
  }

  async send(sample: Sample): Promise<AttemptRecord> {
    const { cwd, signingKeys } = this.#options;
    const rendered = renderSample(sample, cwd, signingKeys[0].value);
    const target = this.#listenerTarget();
    return recordRedelivery(
      'sample',
      await redeliver(rendered, target, this.#transport, 'original'),
    );
  }

  async save(id: string): Promise<string | null> {
    return saveFixture((await this.#find(id)).delivery, this.#options.cwd);
  }

  async curl(id: string): Promise<string> {
    const { headers, wireBody: body } = (await this.#find(id)).delivery.request;
    const { url, timeout } = this.#listenerTarget();
    const kept = requestHeaders(headers, []);
    return this.#options.renderers.toCurl({ url, headers: kept, body, timeout });
  }

  #put(kept: KeptDelivery): void {
    this.#recent.put(kept);
    this.#notify(kept);
  }

  #notify(kept: KeptDelivery): void {
    if (this.#listeners.size === 0) return;
    const summary = toSummary(kept);
    for (const listener of this.#listeners) listener(summary);
  }

  /** @throws UnknownDelivery */
  async #find(id: string): Promise<KeptDelivery> {
    const kept = this.#recent.get(id) ?? (await this.#earlier?.find(id));
    if (!kept) throw new UnknownDelivery(id);
    return kept;
  }

  /** Returns where replays go: where the delivery is forwarded or, without a target, to the listener itself. */
  #replayTarget({ verification, request }: Delivery): ForwardTarget {
    const { router } = this.#options;
    return router.targetFor(verification.event, request.path) ?? this.#listenerTarget();
  }

  /** Returns the listener as a target, for requests to process like a delivery from outside. */
  #listenerTarget(): ForwardTarget {
    return { url: this.#options.listenerUrl(), headers: [], timeout: logtoTimeout };
  }

  /** Returns the key that verified a delivery, which signs it after it is edited. */
  #keyOf({ verification }: Delivery): KnownKey {
    const { signingKeys } = this.#options;
    return signingKeys.find(({ source }) => source === verification.key) ?? signingKeys[0];
  }
}

function recordRedelivery(
  kind: AttemptRecord['kind'],
  { at, attempt, request }: Redelivery,
): Promise<AttemptRecord> {
  return recordAttempt(kind, attempt, at, kind === 'replay' ? null : request.body.toString());
}

/** Returns a target without the app's headers, which may be secret. */
function otherTarget(to: string): ForwardTarget {
  const url = parseEndpoint(to);
  if (isLoopback(url)) return { url, headers: [], timeout: logtoTimeout };
  throw new UsageError(
    `'${maskUrl(url)}' is not on this machine.`,
    'Replay to a loopback URL such as http://localhost:3000/hook.',
  );
}

/** Returns the request with an edited body. @throws UsageError if the text is not JSON */
function edit(request: Redeliverable, text: string): Redeliverable {
  if (!isJson(text)) throw new UsageError('The edited body is not JSON.', 'Fix it first.');
  return withBody(request, Buffer.from(compactJsonText(text)));
}
