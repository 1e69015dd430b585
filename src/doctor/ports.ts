import { createServer } from 'node:net';
import { systemCode } from '../core/errors.ts';
import type { Transport } from '../core/http/transport.ts';
import { type Finding, findingsOf } from './finding.ts';

const host = '127.0.0.1';

/** Whether `listen` could have the port it wants. */
export async function checkListenerPort(transport: Transport, port = 3333): Promise<Finding> {
  const about = findingsOf('port-listener', `Port ${port}`);
  const code = await tryPort(port);
  if (code === undefined) return about.passed('free for the listener');
  if (code === 'EADDRINUSE' && (await answers(transport, port, '/healthz', '{"status":"ok"}'))) {
    return about.passed('a listener runs there');
  }
  return about.failed(
    `another program has it (${code}): a listener cannot begin there.`,
    "End that program, or choose another port: 'logto-hooks listen --port 0' takes any that is free.",
  );
}

/** The same of the inspector, which goes on to the next free one. */
export async function checkInspectorPort(transport: Transport, port = 4040): Promise<Finding> {
  const about = findingsOf('port-inspector', `Port ${port}`);
  const code = await tryPort(port);
  if (code === undefined) return about.passed('free for the inspector');
  if (code === 'EADDRINUSE' && (await answers(transport, port, '/', 'logto-hooks'))) {
    return about.passed('an inspector runs there');
  }
  return about.passed('taken by another program; the inspector takes the next free one');
}

/** @returns the system's code where nothing can listen there, undefined where it can */
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
    return false; // Whatever it is, it is none of ours.
  }
}
