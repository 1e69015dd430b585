import { deliver } from '../../core/http/deliver.ts';
import type { RawHeaders } from '../../core/http/raw-headers.ts';
import { createNodeTransport } from '../../core/http/transport/node-transport.ts';
import type { Transport } from '../../core/http/transport/transport.ts';
import type { EventName } from '../../core/logto/events.ts';
import { type CustomHeaders, logtoHeaders } from '../../core/logto/request-headers.ts';
import { sign, signatureHeader } from '../../core/logto/signature.ts';
import { createFakeIdentities, type FakeIdentities } from '../payloads/fake-identities.ts';
import type { EventVariant, PayloadObject, PayloadSource } from '../payloads/payload-source.ts';
import { decodeResponse } from './decode-response.ts';
import {
  describeResponse,
  type Exchange,
  eventIn,
  isAccepted,
  isBroken,
  isRefused,
  isSilent,
} from './exchange.ts';
import type { Session } from './session.ts';
import { withHost } from './with-host.ts';

/** How a request differs from what Logto sends. */
export interface SendOptions {
  /** The values of the signature header, one header line each; empty for an unsigned delivery. */
  readonly signatures?: readonly string[];
  readonly method?: 'POST' | 'GET';
  readonly headers?: CustomHeaders;
  /** Headers sent last, with exactly this spelling. */
  readonly exactHeaders?: CustomHeaders;
  /** The Host header; that of the URL unless given. */
  readonly host?: string;
  /** Another URL of the receiver, such as one with a query. */
  readonly url?: URL;
  readonly transport?: Transport;
  /** Whether Logto would never send it, although it is signed. */
  readonly isForeign?: boolean;
  /** How it differs, for people: `signed with another key`. */
  readonly note?: string;
}

/** The receiver ended, so that concurrent requests prove nothing. */
export class ReceiverGone extends Error {
  override readonly name = 'ReceiverGone';
  /** The delivery of this check that broke off; null if the receiver ended before it got one. */
  readonly last: Exchange | null;

  constructor(last: Exchange | null) {
    super('the receiver is gone');
    this.last = last;
  }
}

/** The run was interrupted. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** Bytes of a response that are kept. */
const maxResponse = 1024 * 1024;

/** Events that create the entities of other events. */
const creations = [
  'User.Created',
  'Organization.Created',
  'Role.Created',
  'Scope.Created',
  'OrganizationRole.Created',
  'OrganizationScope.Created',
] as const satisfies readonly EventName[];

/** Sends the requests of one check and records the responses. */
export class ReceiverClient {
  readonly session: Session;
  readonly #check: string | null;

  /** @param check its ID; null before the first check */
  constructor(session: Session, check: string | null) {
    this.session = session;
    this.#check = check;
  }

  get payloads(): PayloadSource {
    return this.session.payloads;
  }

  /** Returns the signature that Logto would send with a body. */
  readonly sign = (body: string | Buffer): string => sign(body, this.session.options.signingKey);

  /** Returns the signature of a body with another key. */
  readonly signWith = (body: string | Buffer, key: string): string => sign(body, key);

  /** Returns a payload to change and send; its entity is created first if the receiver needs that. */
  async payload(subject: EventVariant): Promise<PayloadObject> {
    const identities = createFakeIdentities();
    if (this.session.needsCreationFirst) await this.deliverCreations(identities, subject.event);
    return this.payloads.object(subject, identities);
  }

  /** Delivers an event as Logto does. */
  async deliver(
    subject: EventVariant,
    identities: FakeIdentities = createFakeIdentities(),
  ): Promise<Exchange> {
    if (this.session.needsCreationFirst) await this.deliverCreations(identities, subject.event);
    const exchange = await this.post(this.payloads.text(subject, identities));
    this.session.note(subject, isAccepted(exchange), isSilent(exchange));
    return exchange;
  }

  /** Delivers the creation of all entities that share these identities; the responses are ignored. */
  async deliverCreations(identities: FakeIdentities, event: EventName): Promise<void> {
    for (const creation of creations) {
      const [variant = ''] = this.session.variantsOf(creation);
      if (creation === event || !this.session.includes({ event: creation, variant })) continue;
      await this.post(this.payloads.text({ event: creation, variant }, identities));
    }
  }

  /**
   * Sends a body once, signed unless `options` says otherwise, and follows redirects as Logto does.
   * @throws ReceiverGone, Interruption
   */
  async post(body: string | Buffer | PayloadObject, options: SendOptions = {}): Promise<Exchange> {
    const bytes = toBytes(body);
    for (;;) {
      const exchange = await this.session.queue.add(() => this.#request(bytes, options));
      if (!isBroken(exchange)) {
        this.session.exchanges.push(exchange);
        return exchange;
      }
      const isReachable = await this.session.isReachable();
      if (this.session.options.signal?.aborted) throw new Interruption();
      if (!isReachable) throw this.#gone(exchange);
      if (!isRefused(exchange)) {
        this.session.exchanges.push(exchange);
        return exchange;
      }
      // The receiver restarted and did not get this request.
    }
  }

  async #request(body: Buffer, options: SendOptions): Promise<Exchange> {
    const { timeout, signal, insecure } = this.session.options;
    const { method = 'POST', signatures, url = this.session.options.url, host } = options;
    const transport =
      options.transport ??
      (host === undefined
        ? this.session.transport
        : createNodeTransport({ insecure, address: url }));
    const right = this.sign(body);
    if (signal?.aborted) throw new Interruption();
    const attempt = await deliver(transport, {
      method,
      url: host === undefined ? url : withHost(url, host),
      headers: this.#headers(signatures ?? [right], options),
      body: method === 'GET' ? undefined : body,
      // Longer than Logto waits, to distinguish a late response from none.
      timeout: timeout * 1.5,
      maxResponse,
      signal,
    });
    if (signal?.aborted) throw new Interruption();
    return {
      sent: describeRequest(method, body, options.note),
      body,
      attempt: attempt.response
        ? { ...attempt, response: await decodeResponse(attempt.response) }
        : attempt,
      rightSignature: right,
      isGenuine: method === 'POST' && signatures === undefined && options.isForeign !== true,
      check: this.#check,
    };
  }

  #headers(
    [first, ...others]: readonly string[],
    { method, headers = [], exactHeaders = [] }: SendOptions,
  ): RawHeaders {
    const own = new Set(headers.map(([name]) => name.toLowerCase()));
    const custom = this.session.options.headers.filter(([name]) => !own.has(name.toLowerCase()));
    const all = logtoHeaders(first, [...custom, ...headers]);
    const withOthers = all.flatMap((part, at) =>
      at % 2 === 1 && all[at - 1] === signatureHeader
        ? [part, ...others.flatMap((other) => [signatureHeader, other])]
        : [part],
    );
    const complete = [...withOthers, ...exactHeaders.flat()];
    return method === 'GET' ? withoutContentType(complete) : complete;
  }

  /** Keeps the first reason, since later ones follow from it. */
  #gone(exchange: Exchange): ReceiverGone {
    const { session } = this;
    const last = this.#brokenOff(exchange);
    const when = last
      ? `while ${this.#check ?? 'an ordinary delivery'} was running`
      : `after a delivery of ${session.exchanges.at(-1)?.check ?? 'an ordinary event'}`;
    session.lost ??= `It ended ${when}: ${describeResponse(last ?? exchange)}`;
    return new ReceiverGone(last);
  }

  /**
   * Returns the first delivery that broke off; null if none did. A process that exits may still take connections
   * for a moment after that.
   */
  #brokenOff(exchange: Exchange): Exchange | null {
    const own = this.session.exchanges.filter(({ check }) => check === this.#check);
    const broken = own.slice(own.findLastIndex((one) => !isBroken(one)) + 1);
    return [...broken, exchange].find((one) => !isRefused(one)) ?? null;
  }
}

function toBytes(body: string | Buffer | PayloadObject): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function withoutContentType(headers: RawHeaders): string[] {
  const at = headers.indexOf('content-type');
  return at < 0 ? [...headers] : [...headers.slice(0, at), ...headers.slice(at + 2)];
}

function describeRequest(method: string, body: Buffer, note: string | undefined): string {
  if (method === 'GET') return 'GET, as after a redirect';
  const event = eventIn(body) ?? 'a body';
  return `${event}, ${body.length} B${note === undefined ? '' : `, ${note}`}`;
}
