import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Flaw } from '../flaws/flaw.ts';

/** A receiver in the idiom of its framework, and the checks it must fail; none for a good one. */
export type Native = Pick<Flaw, 'name' | 'fails' | 'warns'>;

/** A framework with receivers in it, each at the path of its name. */
export interface Served {
  readonly framework: string;
  readonly natives: readonly Native[];
  /** Listens on a free port of loopback. */
  start(): Promise<Listening>;
}

interface Listening {
  /** Without a path, and without a slash at its end. */
  readonly origin: string;
  close(): Promise<unknown>;
}

/** Listens on a free port of loopback, until closed. */
export async function listen(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
