import { connect } from 'node:net';
import { isLoopback } from './loopback.ts';

/** Milliseconds. This machine accepts or refuses a connection to itself immediately. */
const timeoutMs = 500;

/** Returns whether something listens at a URL of this machine; null for any other machine. */
export function isListening(url: URL): Promise<boolean | null> {
  if (!isLoopback(url)) return Promise.resolve(null);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const settle = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => settle(true));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
  });
}
