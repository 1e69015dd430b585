import { get } from 'node:http';
import { connect } from 'node:net';
import { listenerHeader, readListenerAddress } from '../core/workspace/listener-address.ts';

/** Where `listen` listens by default. */
export const defaultListenerUrl = new URL('http://127.0.0.1:3333');

/** How long a listener may take to respond, in milliseconds. */
const probeTimeoutMs = 2000;

/**
 * Returns the URL of the listener that runs in a project. A killed listener leaves its address behind, and
 * another server may use its port now, so the server must identify itself.
 * @param cwd the project directory
 */
export async function findRunningListener(cwd: string): Promise<URL | undefined> {
  const address = readListenerAddress(cwd);
  if (!address) return undefined;
  return (await requestListenerId(address.url)) === address.id ? address.url : undefined;
}

/** Returns whether something listens at the host and port of a URL. */
export function isListening({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
    const end = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.on('connect', () => end(true)).on('error', () => end(false));
  });
}

function requestListenerId(url: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { agent: false, timeout: probeTimeoutMs };
    const request = get(new URL('/healthz', url), options, (response) => {
      response.resume();
      resolve(response.headers[listenerHeader]?.toString());
    });
    request.on('timeout', () => request.destroy()).on('error', () => resolve(undefined));
  });
}
