import { createServer } from 'node:net';
import { systemCode } from '../core/errors.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import { type Finding, findingsOf } from './finding.ts';

const host = '127.0.0.1';

/** Checks whether `listen` can use its default port. */
export async function checkListenerPort(transport: Transport, port = 3333): Promise<Finding> {
  const about = findingsOf('port-listener', `Port ${port}`);
  const code = await tryPort(port);
  if (code === undefined) return about.passed('free for the listener');
  if (code === 'EADDRINUSE' && (await answers(transport, port, '/healthz', '{"status":"ok"}'))) {
    return about.passed('a listener is running there');
  }
  return about.failed(
    `Another program uses it (${code}), so 'logto-hooks listen' cannot.`,
    "Stop that program, or choose another port: 'logto-hooks listen --port 0' takes any free one.",
  );
}

/** Checks the inspector's default port; if it is in use, the inspector uses the next free one. */
export async function checkInspectorPort(transport: Transport, port = 4040): Promise<Finding> {
  const about = findingsOf('port-inspector', `Port ${port}`);
  const code = await tryPort(port);
  if (code === undefined) return about.passed('free for the inspector');
  if (code === 'EADDRINUSE' && (await answers(transport, port, '/', 'logto-hooks'))) {
    return about.passed('an inspector is running there');
  }
  return about.passed('used by another program; the inspector takes the next free one');
}

/** Returns the system's error code if nothing can listen on a port; undefined otherwise. */
function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error) => resolve(systemCode(error) ?? error.message));
    server.listen({ port, host }, () => server.close(() => resolve(undefined)));
  });
}

async function answers(
  transport: Transport,
  port: number,
  path: string,
  text: string,
): Promise<boolean> {
  try {
    const { status, body } = await transport.request({
      method: 'GET',
      url: new URL(`http://${host}:${port}${path}`),
      headers: [],
      body: undefined,
      timeout: 2000,
      maxResponse: 64 * 1024,
    });
    return status === 200 && body.toString().includes(text);
  } catch {
    return false; // Another program.
  }
}
