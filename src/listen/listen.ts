import type { Transport } from '../core/http/transport/transport.ts';
import type { ChaosOptions } from './chaos/chaos.ts';
import { createForward, type Forward } from './forward.ts';
import { Pipeline, type PipelineOptions } from './pipeline.ts';
import { type RunningServer, type ServerOptions, startServer } from './server/server.ts';

export interface ListenOptions
  extends Omit<ServerOptions, 'pipeline'>,
    Omit<PipelineOptions, 'forward'> {
  /** Accepts any certificate of the app. */
  readonly insecure: boolean;
  /** The faults to inject between the sender and the app. */
  readonly chaos: ChaosOptions | undefined;
}

/** The connection to the app. */
interface AppConnection {
  readonly forward: Forward;
  /** Loads the code for the first delivery. */
  prepare(): void;
  close(): Promise<void>;
}

/** A running listener, with the pipeline for deliveries that do not arrive over HTTP. */
export interface Listener extends RunningServer {
  readonly pipeline: Pipeline;
}

/** Connections to the app: more than Logto's ten concurrent deliveries need. */
const forwardConnections = 128;

/**
 * Starts the server. The pipeline's code, which takes 80 ms to load, is loaded afterwards, so that the ready
 * line does not wait for it.
 * @throws UsageError if the address cannot be used
 */
export async function startListener(options: ListenOptions): Promise<Listener> {
  const app = await connectToApp(options);
  const pipeline = new Pipeline({ ...options, forward: app.forward });
  const server = await startServer({ ...options, pipeline });
  setImmediate(() => {
    pipeline.prepare();
    if (options.router.forwards) app.prepare();
  });
  return {
    url: server.url,
    pipeline,
    async close() {
      await server.close();
      await app.close();
    },
  };
}

async function connectToApp({
  insecure,
  chaos,
}: Pick<ListenOptions, 'insecure' | 'chaos'>): Promise<AppConnection> {
  const { prepare, ...transport } = lazyTransport(insecure);
  const direct = createForward(transport);
  if (!chaos) return { forward: direct, prepare, close: transport.close };
  const { withChaos } = await import('./chaos/chaos.ts');
  const { createReset } = await import('./chaos/reset.ts');
  const chaotic = withChaos(direct, createReset(insecure), chaos);
  return {
    forward: chaotic.forward,
    prepare,
    async close() {
      await chaotic.settled();
      await transport.close();
    },
  };
}

/** Loads undici, which takes 50 ms, with `prepare` or the first request. */
function lazyTransport(insecure: boolean): Transport & Pick<AppConnection, 'prepare'> {
  let loading: Promise<Transport> | undefined;
  let loaded: Transport | undefined;
  const load = () => {
    loading ??= import('../core/http/transport/undici-transport.ts').then(
      ({ createUndiciTransport }) => {
        loaded = createUndiciTransport({ insecure, connections: forwardConnections });
        return loaded;
      },
    );
    return loading;
  };
  return {
    prepare: () => void load(),
    request: (wanted) =>
      loaded?.request(wanted) ?? load().then((transport) => transport.request(wanted)),
    close: async () => (await loading)?.close(),
  };
}
