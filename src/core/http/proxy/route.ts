import { Agent, type AgentOptions, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { headerValue, type RawHeaders } from '../raw-headers.ts';
import { TimeoutError } from '../transport/transport.ts';
import { proxyAuthorization, proxyOptions } from './options.ts';
import { ProxyError, refusedByProxy, unreachableProxy } from './proxy-error.ts';
import { createTunnelAgent } from './tunnel.ts';

/** How a request reaches its endpoint: directly, or through a proxy. */
export interface Route {
  readonly start: typeof httpsRequest;
  /** In addition to those of every request. */
  readonly options: RequestOptions;
  /** In addition to the request's own. */
  readonly headers: RawHeaders;
  /** Returns the proxy's error if a failure or a response is the proxy's own. */
  readonly proxyError: (outcome: Error | IncomingMessage) => Error | undefined;
}

/** Returns the agent that keeps connections; if they are not kept, each request needs a new one. */
export type AgentFactory = (create: (options: AgentOptions) => Agent, key: string) => Agent;

/** Returns the route to a target through a proxy: a tunnel for https, a forwarded request for http. */
export function routeThrough(proxy: URL, target: URL, agentFor: AgentFactory): Route {
  if (target.protocol === 'https:') {
    const key = `${proxy.href} ${target.origin}`;
    const agent = agentFor((options) => createTunnelAgent(proxy, target, options), key);
    return { start: httpsRequest, options: { agent }, headers: [], proxyError: () => undefined };
  }
  const isSecure = proxy.protocol === 'https:';
  const ProxyAgent = isSecure ? HttpsAgent : Agent;
  const agent = agentFor((options) => new ProxyAgent(options), proxy.href);
  return {
    start: isSecure ? httpsRequest : httpRequest,
    options: {
      ...proxyOptions(proxy),
      ...{ agent, protocol: proxy.protocol },
      path: `${target.origin}${target.pathname}${target.search}`,
    },
    headers: proxyAuthorization(proxy),
    proxyError(outcome) {
      if (outcome instanceof ProxyError || outcome instanceof TimeoutError) return outcome;
      if (outcome instanceof Error) return unreachableProxy(proxy, target, outcome);
      const { statusCode = 0, rawHeaders } = outcome;
      if (!isFromProxy(statusCode, rawHeaders)) return undefined;
      return refusedByProxy(proxy, target, statusCode);
    },
  };
}

/**
 * Returns whether a response to a forwarded request is the proxy's own. 407 always is; other errors are if
 * Proxy-Status (RFC 9209) or the headers of squid or tinyproxy say so.
 */
function isFromProxy(status: number, headers: RawHeaders): boolean {
  if (status === 407) return true;
  if (status < 400) return false;
  return (
    headerValue(headers, 'x-squid-error') !== undefined ||
    /;\s*error=/i.test(headerValue(headers, 'proxy-status') ?? '') ||
    /^tinyproxy/i.test(headerValue(headers, 'server') ?? '')
  );
}
