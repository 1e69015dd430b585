import type { Transport } from '../core/transport.ts';
import type { ForwardTarget } from './forward.ts';
import { type PipelineOptions, processDelivery } from './pipeline.ts';
import { type RunningServer, type ServerOptions, startServer } from './server.ts';

export interface ListenOptions extends ServerOptions, Omit<PipelineOptions, 'target'> {
  readonly forwardTo: ForwardTarget | undefined;
  /** Accepts any certificate of the app. */
  readonly insecure: boolean;
}

/** Connections to the app: more than Logto's ten deliveries at a time need. */
const forwardConnections = 128;

/**
 * Starts listening; each delivery is told to `onDelivery`.
 * @throws UsageError when the address cannot be used
 */
export async function startListener(options: ListenOptions): Promise<RunningServer> {
  const { forwardTo } = options;
  const transport = forwardTo ? lazyTransport(options.insecure) : undefined;
  const target = forwardTo && transport ? { ...forwardTo, transport } : undefined;
  const pipeline: PipelineOptions = { ...options, target };
  const server = await startServer(options, (received) => processDelivery(received, pipeline));
  return {
    url: server.url,
    async close() {
      await server.close();
      await transport?.close();
    },
  };
}

/** undici takes 50 ms to load: nobody waits for it before the ready line. */
function lazyTransport(insecure: boolean): Transport {
  const loading = import('../core/undici-transport.ts').then(({ createUndiciTransport }) =>
    createUndiciTransport({ insecure, connections: forwardConnections }),
  );
  return {
    request: async (request) => (await loading).request(request),
    close: async () => (await loading).close(),
  };
}
