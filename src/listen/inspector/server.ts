import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemCode, UsageError } from '../../core/errors.ts';
import { createToken } from './guard.ts';
import { respond } from './respond.ts';
import { rememberRun } from './resumption.ts';
import type { InspectorSource, ListenerState } from './source.ts';

export interface InspectorOptions {
  readonly source: InspectorSource;
  /** Port on 127.0.0.1; if it is taken, the next free one; 0: any. */
  readonly port: number;
  /** The working directory, where earlier runs are stored. */
  readonly cwd: string;
  readonly state: Omit<ListenerState, 'run'>;
}

export interface Inspector {
  /** `http://127.0.0.1:4040/#token=…` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the inspector's page and API, always on loopback.
 * @throws UsageError if no port is free
 */
export async function startInspector(options: InspectorOptions): Promise<Inspector> {
  const { source, cwd } = options;
  const token = createToken();
  const server = createServer({ keepAliveTimeout: 60_000 });
  const port = await listen(server, options.port);
  const context = {
    source,
    token,
    port,
    state: { ...options.state, run: createToken() },
    resumption: rememberRun(cwd, token),
  };
  server.on('request', (request, response) => void respond(request, response, context));
  return {
    // A fragment is not sent to servers, so it appears in no log or Referer.
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Ports to try after the first. */
const portsToTry = 50;

async function listen(server: Server, first: number): Promise<number> {
  for (let port = first; ; port++) {
    try {
      return await listenOn(server, port);
    } catch (error) {
      const isTaken = systemCode(error) === 'EADDRINUSE';
      if (isTaken && port < Math.min(first + portsToTry, 65_535)) continue;
      throw new UsageError(
        `The inspector cannot listen on 127.0.0.1:${port} (${systemCode(error) ?? String(error)}).`,
        'Choose another port with --inspect, or turn it off with --no-inspect.',
        { cause: error },
      );
    }
  }
}

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
