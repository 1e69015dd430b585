import { type Dispatcher, Pool } from 'undici';
import { AbortListeners } from './abort-listeners.ts';
import { lookupHost } from './loopback-lookup.ts';
import type { RawHeaders } from './raw-headers.ts';
import {
  BodyCollector,
  TimeoutError,
  type Transport,
  type TransportOptions,
  type TransportRequest,
  type TransportResponse,
} from './transport.ts';

/**
 * HTTP over undici, whose dispatch carries twice what node:http does once it is warm: for load and
 * for forwarding. It puts `host` and `connection` first and `content-length` last by itself, for it
 * is what Logto sends with.
 */
export function createUndiciTransport({ insecure, connections }: TransportOptions): Transport {
  const pools = new Map<string, Pool>();
  const routes = new WeakMap<URL, Route>();
  const aborts = new AbortListeners();

  function poolOf({ origin }: URL): Pool {
    const known = pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      // Each request keeps its own, finer time.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { rejectUnauthorized: !insecure, lookup: lookupHost },
    });
    pools.set(origin, pool);
    return pool;
  }

  function routeTo(url: URL): Route {
    const known = routes.get(url);
    if (known) return known;
    const route = { pool: poolOf(url), path: `${url.pathname}${url.search}` };
    routes.set(url, route);
    return route;
  }

  return {
    request: (wanted) =>
      new Promise((resolve, reject) => {
        const { pool, path } = routeTo(wanted.url);
        pool.dispatch(
          {
            method: wanted.method as Dispatcher.HttpMethod,
            path,
            headers: [...wanted.headers],
            body: wanted.body ?? null,
          },
          exchange(wanted, aborts, resolve, reject),
        );
      }),
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

/** A URL's parts cost as much to read as half a request's headers to write. */
interface Route {
  readonly pool: Pool;
  readonly path: string;
}

/** Of an answer that was wanted, nobody asks for the headers: they are read when somebody does. */
class LazyResponse implements TransportResponse {
  readonly status: number;
  readonly body: Buffer;
  readonly complete: boolean;
  readonly #raw: RawHeadersOfUndici;
  #headers: RawHeaders | undefined;

  constructor({ status, raw }: Head, { body, complete }: ReturnType<BodyCollector['finish']>) {
    this.status = status;
    this.body = body;
    this.complete = complete;
    this.#raw = raw;
  }

  get headers(): RawHeaders {
    this.#headers ??= readRawHeaders(this.#raw);
    return this.#headers;
  }
}

type RawHeadersOfUndici = Dispatcher.DispatchController['rawHeaders'];

interface Head {
  readonly status: number;
  readonly raw: RawHeadersOfUndici;
}

/** What undici calls while a request runs; it settles one promise. */
function exchange(
  wanted: TransportRequest,
  aborts: AbortListeners,
  resolve: (response: TransportResponse) => void,
  reject: (error: unknown) => void,
): Dispatcher.DispatchHandler {
  const { timeout, signal } = wanted;
  const collector = new BodyCollector(wanted.maxResponse);
  let head: Head | undefined;
  let abort = (_reason: Error) => {};
  const timer = setTimeout(() => expire(new TimeoutError(timeout)), timeout);
  const forget = signal && aborts.add(signal, () => expire(new Error('interrupted')));

  function expire(reason: Error): void {
    abort(reason);
    settle(reason); // A request that still waits for a connection has no controller to tell us.
  }

  function settle(error?: Error): void {
    clearTimeout(timer);
    forget?.();
    if (head) resolve(new LazyResponse(head, collector.finish()));
    else reject(error);
  }

  return {
    onRequestStart(controller) {
      abort = (reason) => controller.abort(reason);
      if (signal?.aborted) abort(new Error('interrupted'));
    },
    onResponseStart(controller, status) {
      if (status < 200) return;
      head = { status, raw: controller.rawHeaders };
      timer.refresh();
    },
    onResponseData(_, chunk) {
      if (!collector.add(chunk)) abort(new Error('response too long'));
    },
    onResponseEnd: () => settle(),
    onResponseError(_, error) {
      collector.cut();
      settle(error);
    },
  };
}

function readRawHeaders(raw: RawHeadersOfUndici): RawHeaders {
  if (!Array.isArray(raw)) return [];
  return raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
}
