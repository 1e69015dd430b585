import { request as httpRequest } from 'node:http';
import { Agent, type AgentOptions, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { proxyAuthorization, proxyOptions } from './options.ts';
import { ProxyError, refusedByProxy, silentProxy, unreachableProxy } from './proxy-error.ts';

/**
 * Returns an agent whose TLS connections to `target` go through a proxy, with CONNECT (RFC 9110, 9.3.6).
 * Its requests need a `timeout`, which bounds the wait for the proxy, too.
 */
export function createTunnelAgent(proxy: URL, target: URL, options: AgentOptions): Agent {
  const agent = new Agent(options);
  const { createConnection } = agent;
  agent.createConnection = (wanted, callback) => {
    openTunnel(proxy, target, wanted.timeout ?? 10_000).then(
      (socket) => callback?.(null, createConnection.call(agent, { ...wanted, socket }) ?? socket),
      (error) => callback?.(error, undefined as never), // Node ignores the socket after an error.
    );
    return undefined;
  };
  return agent;
}

/**
 * Opens a connection to a target through a proxy. It does not keep the process running by itself.
 * @param timeout milliseconds
 * @throws ProxyError
 */
function openTunnel(proxy: URL, target: URL, timeout: number): Promise<Socket> {
  const authority = `${target.hostname}:${target.port || 443}`;
  return new Promise((resolve, reject) => {
    const start = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = start({
      ...proxyOptions(proxy),
      ...{ method: 'CONNECT', path: authority, agent: false },
      headers: ['host', authority, ...proxyAuthorization(proxy)],
    });
    const giveUp = () => request.destroy(silentProxy(proxy, target, timeout));
    const timer = setTimeout(giveUp, timeout).unref();
    request.on('socket', (socket) => socket.unref());
    request.on('close', () => clearTimeout(timer));
    request.on('error', (error) => {
      reject(error instanceof ProxyError ? error : unreachableProxy(proxy, target, error));
    });
    request.on('connect', ({ statusCode = 0 }, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode < 300) return resolve(socket.ref());
      socket.destroy();
      reject(refusedByProxy(proxy, target, statusCode));
    });
    request.end();
  });
}
