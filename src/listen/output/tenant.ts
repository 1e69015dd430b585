import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Via } from '../../core/history/record.ts';
import { eventsOfVersion } from '../../core/logto/versions.ts';

/** The tenant that a listener follows. */
export type TenantFacts = FollowedFacts | MirrorFacts;

interface WebhookFacts {
  readonly id: string;
  readonly name: string;
  /** Masked. */
  readonly url: string;
  readonly enabled: boolean;
  /** The events that it is subscribed to. */
  readonly events: readonly string[];
}

/** The tenant's own webhooks, which are mirrored. */
export interface MirrorFacts {
  readonly endpoint: string;
  /** The host filter; `*` for any host. */
  readonly mirror: string;
  /** Each with the path it is delivered to, masked. */
  readonly webhooks: readonly (WebhookFacts & { readonly path: string })[];
  /** How many webhooks are not mirrored. */
  readonly others: number;
  readonly temporary: false;
  readonly via: Via;
}

/** One webhook that is followed. */
export interface FollowedFacts {
  readonly endpoint: string;
  readonly webhook: WebhookFacts;
  /** Whether the webhook is deleted when the listener exits. */
  readonly temporary: boolean;
  /** Through its log, or requests to the webhook's URL. */
  readonly via: Via;
}

type Row = [name: string, value: string];

/** Returns the rows about a tenant. */
export function describeSource(tenant: TenantFacts, style: Style): Row[] {
  if ('webhooks' in tenant) {
    return [
      ['Tenant', describeMirror(tenant, style)],
      ...tenant.webhooks.map(
        (webhook, index): Row => [index === 0 ? 'Mirroring' : '', describeMirrored(webhook, style)],
      ),
    ];
  }
  const address: Row = ['Public URL', style.cyan(tenant.webhook.url)];
  return [['Tenant', describeTenant(tenant, style)], ...(tenant.via === 'http' ? [address] : [])];
}

/** `https://x.logto.app · logs of 2 of 3 webhooks (*.example.com)`. */
function describeMirror(
  { endpoint, mirror, webhooks: { length }, others }: MirrorFacts,
  style: Style,
): string {
  const total = length + others;
  const count = others === 0 ? `${length}` : `${length} of ${total}`;
  const host = mirror === '*' ? '' : ` (${mirror})`;
  const noun = total === 1 ? 'webhook' : 'webhooks';
  return `${style.cyan(endpoint)} ${style.dim(`· logs of ${count} ${noun}${host}`)}`;
}

/** `https://app.example.com/hooks/users?token=*** 'Users': User.Created, User.Deleted`. */
function describeMirrored({ url, name, events, enabled }: WebhookFacts, style: Style): string {
  const state = enabled ? '' : ` ${style.yellow('(disabled)')}`;
  return `${plainText(url)} ${style.dim(`'${plainText(name, 40)}': ${listEvents(events) || 'no events'}`)}${state}`;
}

/** `https://x.logto.app · via log of temporary webhook s0hovpxg`: within 80 columns on Logto Cloud. */
function describeTenant(
  { endpoint, webhook, temporary, via }: FollowedFacts,
  style: Style,
): string {
  const id = webhook.id.slice(0, shortId);
  const name = temporary
    ? `temporary webhook ${id}`
    : `webhook ${id} '${plainText(webhook.name, 40)}'`;
  const source = via === 'tenant log' ? `via log of ${name}` : name;
  const state = webhook.enabled ? '' : ` ${style.yellow('(disabled)')}`;
  return `${style.cyan(endpoint)} ${style.dim(`· ${source}`)}${state}`;
}

/** Characters of an id that are enough to recognize it, and for the commands. */
const shortId = 8;

/** Returns `all`, or the names. */
export function listEvents(events: readonly string[]): string {
  const isAll = eventsOfVersion().every((event) => events.includes(event));
  return isAll ? 'all' : events.map((event) => plainText(event, 60)).join(', ');
}
