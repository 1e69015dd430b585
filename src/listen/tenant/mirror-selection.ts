import { UsageError } from '../../core/errors.ts';
import { maskMalformedUrl } from '../../core/http/mask-url.ts';
import { eventsOf, type Webhook } from '../../tenant/api/schemas.ts';
import { isTemporary } from '../../tenant/webhook/temporary.ts';

/** A host of webhook URLs. */
export interface HostFilter {
  /** As shown: `*.example.com`, `localhost:3000`. */
  readonly text: string;
  readonly matches: (url: URL) => boolean;
}

/** Which webhooks of a tenant to mirror. */
export interface MirrorFilter {
  /** Undefined for any host. */
  readonly host: HostFilter | undefined;
  /** Only webhooks that are subscribed to one of these; undefined for any. */
  readonly events: readonly string[] | undefined;
}

/** The webhooks of a tenant: those to mirror, and why others are left out. */
export interface MirrorSelection {
  readonly mirrored: readonly Webhook[];
  readonly otherHosts: readonly Webhook[];
  readonly otherEvents: readonly Webhook[];
  readonly invalidUrls: readonly Webhook[];
}

/**
 * Parses the value of `--mirror`: a host, with a port if it matters, and `*` for any characters.
 * @throws UsageError for anything else
 */
export function parseHostFilter(text: string): HostFilter {
  const url = parseUrl(/^https?:\/\//i.test(text) ? text : `http://${text}`);
  if (url?.href.replace(/^https?:/, '') !== `//${url?.host}/`) {
    throw new UsageError(
      `'${maskMalformedUrl(text)}' is not a host.`,
      "Use the host of the webhooks' URLs, such as --mirror hooks.example.com or '*.example.com'.",
    );
  }
  const glob = url.hostname.split('*').map(escapeForRegExp).join('[^/]*');
  const pattern = new RegExp(`^${glob}$`);
  const { host, port } = url;
  return {
    text: host,
    matches: (other) => pattern.test(other.hostname) && (port === '' || port === portOf(other)),
  };
}

/** Selects the webhooks to mirror, the oldest first; the temporary ones of listeners are ignored. */
export function selectWebhooks(
  webhooks: readonly Webhook[],
  { host, events }: MirrorFilter,
): MirrorSelection {
  const groups = {
    ...{ mirrored: [], otherHosts: [], otherEvents: [], invalidUrls: [] },
  } as { [Group in keyof MirrorSelection]: Webhook[] };
  const groupOf = (webhook: Webhook): Webhook[] => {
    const url = webhookUrl(webhook);
    if (!url) return groups.invalidUrls;
    if (host && !host.matches(url)) return groups.otherHosts;
    const isWanted = !events || eventsOf(webhook).some((event) => events.includes(event));
    return isWanted ? groups.mirrored : groups.otherEvents;
  };
  // Logto lists the newest first.
  for (const webhook of webhooks.toReversed()) {
    if (!isTemporary(webhook)) groupOf(webhook).push(webhook);
  }
  return groups;
}

/**
 * Checks that there is something to mirror.
 * @throws UsageError that names the reason if there is not
 */
export function requireMirrored(selection: MirrorSelection, { host, events }: MirrorFilter): void {
  const { mirrored, otherHosts, otherEvents, invalidUrls } = selection;
  if (mirrored.length > 0) return;
  if (otherEvents.length > 0) {
    throw new UsageError(
      `No webhook ${host ? `on '${host.text}'` : 'of the tenant'} is subscribed to ${listSome(events ?? [])}.`,
      "Run 'logto-hooks tenant webhooks' to list their events.",
    );
  }
  if (otherHosts.length > 0) {
    throw new UsageError(
      `No webhook of the tenant delivers to '${host?.text}'.`,
      `Use one of its hosts: ${hostsOf(otherHosts).join(', ')}.`,
    );
  }
  if (invalidUrls.length > 0) {
    throw new UsageError(
      'No webhook of the tenant has a valid URL.',
      'Set one: logto-hooks tenant update <webhook> --url https://app.example.com/hook.',
    );
  }
  throw new UsageError(
    'The tenant has no webhooks to mirror.',
    'Omit --mirror to follow it with a temporary webhook, or create one in the Console.',
  );
}

/** Returns a webhook's URL; undefined if it is not a valid http or https URL. */
export function webhookUrl({ config }: Pick<Webhook, 'config'>): URL | undefined {
  const url = parseUrl(config.url);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Returns path and query of a webhook's URL. */
export function pathOf(webhook: Pick<Webhook, 'config'>): string {
  const url = webhookUrl(webhook);
  return url ? url.pathname + url.search : '/';
}

/** Returns the different hosts of webhooks. */
export function hostsOf(webhooks: readonly Webhook[]): string[] {
  return [...new Set(webhooks.flatMap((webhook) => webhookUrl(webhook)?.host ?? []))];
}

function listSome(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 0 ? `${names.slice(0, 3).join(', ')} or ${more} others` : names.join(' or ');
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function portOf({ port, protocol }: URL): string {
  return port || (protocol === 'https:' ? '443' : '80');
}

function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
