import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import PQueue from 'p-queue';
import { fixtureVariants } from '../../core/fixtures/fixtures.ts';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import type { EventName } from '../../core/logto/events.ts';
import type { CustomHeaders } from '../../core/logto/request-headers.ts';
import { fieldsAfterVersion, variantsOfVersion } from '../../core/logto/versions.ts';
import {
  type EventVariant,
  type PayloadObject,
  PayloadSource,
} from '../payloads/payload-source.ts';
import type { ReceiverSettings } from '../root-cause/experiments/experiments.ts';
import type { RootCause } from '../root-cause/root-cause.ts';
import type { Exchange } from './exchange.ts';
import type { StartedReceiver } from './start.ts';
import { tryConnection } from './try-connection.ts';

/** Where the receiver is, and how to send requests to it. */
export interface SessionOptions {
  readonly url: URL;
  readonly signingKey: string;
  /** The webhook's custom headers. */
  readonly headers: CustomHeaders;
  /** The events that the receiver subscribes to. */
  readonly events: readonly EventName[];
  /** The Logto version whose variants and fields are sent; the newest unless given. */
  readonly version?: VersionText | undefined;
  /** Milliseconds that Logto waits for a response. */
  readonly timeout: number;
  /** Whether to accept any TLS certificate. */
  readonly insecure: boolean;
  /** The receiver if the test started it. */
  readonly started?: Pick<StartedReceiver, 'output' | 'restart'> | undefined;
  /** The configuration of the receiver that was found in its project. */
  readonly settings?: ReceiverSettings;
  readonly signal?: AbortSignal | undefined;
}

/** How many deliveries Logto sends at a time. A check that holds requests until all arrived sends no more. */
export const maxConcurrentDeliveries = 10;

/** Milliseconds that a supervisor has to restart a receiver that ended. */
const restartMs = 2000;

/** The state of one run: the exchanges and findings about the receiver so far. */
export class Session {
  readonly options: SessionOptions;
  readonly transport: Transport;
  readonly payloads: PayloadSource;
  /** Every response of the run. */
  readonly exchanges: Exchange[] = [];
  /** An event that the receiver accepts, for checks that are not about events; null if none is known. */
  baseline: EventVariant | null = null;
  /** The first response, if it was slow because the receiver was still starting; null otherwise. */
  warmUp: Exchange | null = null;
  /** Whether the receiver accepts an event only after its entity was created, which is then sent first. */
  needsCreationFirst = false;
  /** Whether it responded with 429. */
  isRateLimited = false;
  /** Why the receiver can no longer be tested, in one sentence; null while it can. */
  lost: string | null = null;
  /** The cause of that, if known. */
  lossCause: RootCause | null = null;

  /** The requests of all checks; as many run concurrently as Logto delivers at a time. */
  readonly queue = new PQueue({ concurrency: maxConcurrentDeliveries });
  /** Whether parts of a check run concurrently because the receiver is slow; failures are then repeated alone. */
  runConcurrently = false;
  readonly #refused = new Set<string>();
  readonly #silent = new Set<string>();

  constructor(options: SessionOptions) {
    this.options = options;
    this.payloads = new PayloadSource(options.version);
    // Each of many concurrent requests listens for the end of the run.
    if (options.signal) setMaxListeners(0, options.signal);
    this.transport = createNodeTransport({ insecure: options.insecure });
  }

  /** What a receiver that the test started has printed so far; empty for others. */
  get output(): string {
    return this.options.started?.output ?? '';
  }

  /** Every event in every variant, the defaults first. */
  get variants(): EventVariant[] {
    const variants = this.options.events.map((event) =>
      this.variantsOf(event).map((variant) => ({ event, variant })),
    );
    const defaults = variants.flatMap((all) => all.slice(0, 1));
    return [...defaults, ...variants.flatMap((all) => all.slice(1))];
  }

  /** Returns the variants of an event that the Logto version sends, the default first. */
  variantsOf(event: EventName): string[] {
    const { version } = this.options;
    return version === undefined ? fixtureVariants(event) : variantsOfVersion(event, version);
  }

  /** Returns whether the receiver subscribes to an event and the Logto version sends this variant. */
  includes({ event, variant }: EventVariant): boolean {
    return this.options.events.includes(event) && this.variantsOf(event).includes(variant);
  }

  /** Returns whether the Logto version sends a field of an event. @param path such as `data.color` */
  hasField(event: EventName, path: string): boolean {
    const { version } = this.options;
    return version === undefined || !fieldsAfterVersion(event, version).includes(path);
  }

  /** The default variant of each event. */
  get defaults(): EventVariant[] {
    return this.variants.slice(0, this.options.events.length);
  }

  /** The default variant of each event that was not refused. */
  get accepted(): EventVariant[] {
    return this.defaults.filter((subject) => !this.#refused.has(nameOf(subject)));
  }

  /** Records whether an unchanged event is accepted. */
  note(subject: EventVariant, isAccepted: boolean, isSilent: boolean): void {
    if (isSilent) this.#silent.add(subject.event);
    if (isAccepted) this.#refused.delete(nameOf(subject));
    else this.#refused.add(nameOf(subject));
  }

  /** Returns whether an event got no response, so that sending it again would cost another timeout. */
  isSilentOn({ event }: EventVariant): boolean {
    return this.#silent.has(event);
  }

  /** Runs `work` for each item: one after the other, or concurrently if the receiver is slow. */
  async each<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
    if (this.runConcurrently) await Promise.all(items.map(work));
    else for (const item of items) await work(item);
  }

  /** Returns the first accepted event whose payload matches, the baseline before all others. */
  pick(isWanted: (payload: PayloadObject) => boolean): EventVariant | undefined {
    const candidates = [...(this.baseline ? [this.baseline] : []), ...this.accepted];
    return candidates.find((subject) => isWanted(this.payloads.object(subject)));
  }

  /** Returns whether something listens at the receiver's address, now or after a restart. */
  async isReachable(): Promise<boolean> {
    const { url, signal } = this.options;
    const until = Date.now() + restartMs;
    while (!signal?.aborted) {
      if ((await tryConnection(url, restartMs)) === null) return true;
      if (Date.now() >= until) return false;
      await wait(50);
    }
    return false;
  }
}

function nameOf({ event, variant }: EventVariant): string {
  return `${event} ${variant}`;
}
