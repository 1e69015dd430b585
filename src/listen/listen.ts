import type { DeliveryRequest } from '../core/delivery.ts';
import type { Transport } from '../core/http/transport.ts';
import { once } from '../core/once.ts';
import type { ChaosOptions } from './chaos/chaos.ts';
import { createForward, type Forward, type ForwardTarget } from './forward.ts';
import type { PipelineOptions } from './pipeline.ts';
import type { ListenerResponse } from './request.ts';
import { type RunningServer, type ServerOptions, startServer } from './server/server.ts';

export interface ListenOptions extends ServerOptions, Omit<PipelineOptions, 'forward'> {
  readonly forwardTo: ForwardTarget | undefined;
  /** Accepts any certificate of the app. */
  readonly insecure: boolean;
  /** What goes wrong on the way to the app, on purpose. */
  readonly chaos: ChaosOptions | undefined;
}

/** The way to the app, and what has to end with it. */
interface Route {
  readonly forward: Forward;
  /** Loads what the first delivery would wait for. */
  prepare(): void;
  close(): Promise<void>;
}

/** A server that listens, and takes deliveries that come another way. */
export interface Listener extends RunningServer {
  /** Brings a delivery through all that a request goes through. */
  take(request: DeliveryRequest): Promise<ListenerResponse>;
}

/** Connections to the app: more than Logto's ten deliveries at a time need. */
const forwardConnections = 128;

/**
 * Starts listening; each delivery is told to `onDelivery`. The payloads' schemas and undici, which are
 * 30 ms and 50 ms to load, are loaded right after: nobody waits for them before the ready line.
 * @throws UsageError when the address cannot be used
 */
export async function startListener(options: ListenOptions): Promise<Listener> {
  const route = options.forwardTo && (await openRoute(options.forwardTo, options));
  const pipeline: PipelineOptions = {
    ...options,
    forward: route?.forward,
  };
  const loadPipeline = once(() => import('./pipeline.ts'));
  let take = async (request: DeliveryRequest): Promise<ListenerResponse> => {
    const { processDelivery } = await loadPipeline();
    take = (next) => processDelivery(next, pipeline);
    return take(request);
  };
  const server = await startServer(options, (request) => take(request));
  setImmediate(() => {
    void loadPipeline();
    route?.prepare();
  });
  return {
    url: server.url,
    take: (request) => take(request),
    async close() {
      await server.close();
      await route?.close();
    },
  };
}

async function openRoute(
  target: ForwardTarget,
  { insecure, chaos }: Pick<ListenOptions, 'insecure' | 'chaos'>,
): Promise<Route> {
  const { prepare, ...transport } = lazyTransport(insecure);
  const direct = createForward(target, transport);
  if (!chaos) return { forward: direct, prepare, close: transport.close };
  const { withChaos } = await import('./chaos/chaos.ts');
  const { breakOff } = await import('./chaos/reset.ts');
  const chaotic = withChaos(direct, (request) => breakOff(request, target, insecure), chaos);
  return {
    forward: chaotic.forward,
    prepare,
    async close() {
      await chaotic.settled();
      await transport.close();
    },
  };
}

function lazyTransport(insecure: boolean): Transport & Pick<Route, 'prepare'> {
  const load = once(async () => {
    const { createUndiciTransport } = await import('../core/http/undici-transport.ts');
    return createUndiciTransport({ insecure, connections: forwardConnections });
  });
  let request: Transport['request'] = async (first) => {
    const { request: dispatch } = await load();
    request = dispatch;
    return dispatch(first);
  };
  return {
    prepare: () => void load(),
    request: (wanted) => request(wanted),
    close: async () => (await load()).close(),
  };
}
