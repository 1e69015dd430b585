import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { type MeasuredServer, scratchDirectory, signingKey, startProgram } from './process.ts';

/** Whether adnanh/webhook is installed (Debian's package `webhook`). */
export const hasWebhook = spawnSync('webhook', ['-version']).status === 0;

/** Starts webhook, which checks the HMAC of each body, runs `true` and responds. */
export async function startWebhook(): Promise<MeasuredServer> {
  const { directory, remove } = scratchDirectory();
  const hooks = path.join(directory, 'hooks.json');
  writeFileSync(hooks, JSON.stringify([hook]));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const script = `echo ${url}; exec webhook -hooks ${hooks} -ip 127.0.0.1 -port ${port}`;
  const server = await startProgram('sh', ['-c', script]);
  await untilAnswered(url);
  return {
    ...server,
    url: `${url}/hooks/logto`,
    async stop() {
      await server.stop();
      remove();
    },
  };
}

const hook = {
  id: 'logto',
  'execute-command': '/bin/true',
  'trigger-rule': {
    match: {
      type: 'payload-hmac-sha256',
      secret: signingKey,
      parameter: { source: 'header', name: 'logto-signature-sha-256' },
    },
  },
};

/** Finds a free port, because webhook cannot choose one itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswered(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response) return;
  }
}
