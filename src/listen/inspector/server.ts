import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemCode, UsageError } from '../../core/errors.ts';
import { createToken } from './guard.ts';
import { respond } from './respond.ts';
import { rememberRun } from './resumption.ts';
import type { InspectorSource, ListenerState } from './source.ts';

export interface InspectorOptions {
  readonly source: InspectorSource;
  /** Where to listen on 127.0.0.1, or, where that is taken, at the next free one; 0: any. */
  readonly port: number;
  /** The working directory, which knows its earlier runs. */
  readonly cwd: string;
  readonly state: Omit<ListenerState, 'run'>;
}

export interface Inspector {
  /** With its token: `http://127.0.0.1:4040/#token=…`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the inspector's page and its API, on loopback alone, whatever the listener does.
 * @throws UsageError where no port can be had
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
    // Names the run, and says nothing of the token.
    state: { ...options.state, run: createToken() },
    resumption: rememberRun(cwd, token),
  };
  server.on('request', (request, response) => void respond(request, response, context));
  return {
    // A fragment is sent to no server, and so is in no log and no Referer.
    url: `http://127.0.0.1:${port}/#token=${token}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** How many ports after the first are tried. */
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
        'Choose another port with --inspect, or leave it out with --no-inspect.',
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
