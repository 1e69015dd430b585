import { isIP } from 'node:net';
import { isLoopback } from '../../core/http/loopback.ts';
import { maskUrl } from '../../core/http/mask-url.ts';
import { eventsOf, type Webhook } from '../api/schemas.ts';

/**
 * Returns why a tenant may be in production: it is not in a private network, or its webhooks deliver these
 * events to other machines. Returns undefined if nothing suggests it.
 */
export function explainProduction(
  endpoint: string,
  webhooks: readonly Webhook[],
  events: readonly string[],
): string | undefined {
  const receivers = webhooks.filter(
    (webhook) =>
      webhook.enabled &&
      eventsOf(webhook).some((event) => events.includes(event)) &&
      URL.canParse(webhook.config.url) &&
      !isPrivate(new URL(webhook.config.url)),
  );
  if (isPrivate(new URL(endpoint)) && receivers.length === 0) return undefined;
  const urls = receivers.map(({ config }) => maskUrl(config.url));
  const to = urls.length > 0 ? ` Its webhooks deliver the events to ${urls.join(', ')}.` : '';
  return `${endpoint} may be in production: temporary objects are created and deleted there.${to}`;
}

/** Returns whether a URL is on this machine or a private network, or ends in `.invalid` (RFC 2606). */
function isPrivate(url: URL): boolean {
  const { hostname } = url;
  if (isLoopback(url) || /\.(?:local|internal|test|invalid|lan)$/.test(hostname)) return true;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return !host.includes('.');
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|f[cd]|fe80:)/.test(host);
}
