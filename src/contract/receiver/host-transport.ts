import { Agent } from 'node:http';
import { createNodeTransport } from '../../core/http/node-transport.ts';
import type { Transport } from '../../core/http/transport.ts';

/** Returns a URL with another host and port, for its Host header. @param host `example.com`, `localhost:3000` */
export function withHost(url: URL, host: string): URL {
  const changed = new URL(url);
  const [hostname = '', port = ''] = host.split(':');
  changed.hostname = hostname;
  changed.port = port;
  return changed;
}

/** Returns a transport that connects to one address, whatever host its requests are for. */
export async function createTransportTo(address: URL, insecure: boolean): Promise<Transport> {
  const isSecure = address.protocol === 'https:';
  const AgentOfProtocol = isSecure ? (await import('node:https')).Agent : Agent;
  const agent = new AgentOfProtocol();
  const { createConnection } = agent;
  const hostname = address.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.port) || (isSecure ? 443 : 80);
  agent.createConnection = (options, callback) =>
    createConnection.call(agent, { ...options, host: hostname, hostname, port }, callback);
  return createNodeTransport({ insecure, agent });
}
