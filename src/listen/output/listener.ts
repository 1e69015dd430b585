import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Via } from '../../core/history/record.ts';
import { eventNames } from '../../core/logto/events.ts';
import { eventsOfVersion } from '../../core/logto/versions.ts';
import type { LifetimeOptions } from '../server/lifetime.ts';

/** What a listener is set to do, for its banner and its ready line. */
export interface ListenerFacts {
  readonly url: string;
  readonly forwardTo: string | null;
  /** The page's address with its token; null where there is none. */
  readonly inspector: string | null;
  /** The events that are shown, in the order of the catalog. */
  readonly events: readonly string[];
  readonly keySource: string;
  /** The tenant whose deliveries come here; null where none is followed. */
  readonly tenant: TenantFacts | null;
}

export interface TenantFacts {
  readonly endpoint: string;
  readonly webhook: {
    readonly id: string;
    readonly name: string;
    readonly url: string;
    readonly enabled: boolean;
    /** The events that it is subscribed to. */
    readonly events: readonly string[];
  };
  /** Whether the webhook goes when the listener does. */
  readonly temporary: boolean;
  /** By its log, or by requests to the webhook's URL. */
  readonly via: Via;
}

export function renderBanner(
  { url, forwardTo, inspector, events, keySource, tenant }: ListenerFacts,
  style: Style,
): string[] {
  const rows = [
    ['Listening', style.bold(style.cyan(url))],
    ...(tenant ? [['Tenant', describeTenant(tenant, style)] as const] : []),
    ...(tenant?.via === 'http' ? [['Public URL', style.cyan(tenant.webhook.url)] as const] : []),
    ['Forwarding', forwardTo ?? style.dim('nowhere (--forward-to)')],
    ...(inspector === null ? [] : [['Inspector', style.cyan(inspector)] as const]),
    ['Events', describeEvents(events, tenant, style)],
    ['Key', style.dim(keySource)],
  ] as const;
  return [
    '',
    ...rows.map(([name, value]) => `  ${style.dim(name.padEnd(11))} ${value}`),
    '',
    style.dim(`  ${hintOf(tenant)}`),
    '',
  ];
}

/** What is shown; of a tenant, what its webhook is subscribed to as well. */
function describeEvents(
  events: readonly string[],
  tenant: TenantFacts | null,
  style: Style,
): string {
  if (!tenant) return events.length === eventNames.length ? 'all' : events.join(', ');
  const subscribed = events.filter((event) => tenant.webhook.events.includes(event));
  if (subscribed.length === 0) return style.yellow('none');
  const isAll = eventsOfVersion().every((event) => subscribed.includes(event));
  return isAll ? 'all' : subscribed.join(', ');
}

/** `https://x.logto.app · by the log of temporary webhook s0hovpxg`: within 80 columns on Logto Cloud. */
function describeTenant({ endpoint, webhook, temporary, via }: TenantFacts, style: Style): string {
  const id = webhook.id.slice(0, shortId);
  const name = temporary
    ? `temporary webhook ${id}`
    : `webhook ${id} '${plainText(webhook.name, 40)}'`;
  const how = via === 'tenant log' ? `by the log of ${name}` : name;
  const state = webhook.enabled ? '' : ` ${style.yellow('(disabled)')}`;
  return `${style.cyan(endpoint)} ${style.dim(`· ${how}`)}${state}`;
}

/** Characters of an id that tell it from others, and are enough for the commands. */
const shortId = 8;

function hintOf(tenant: TenantFacts | null): string {
  if (!tenant) return "Try 'logto-hooks send PostRegister' in another terminal. Ctrl+C ends.";
  const end = tenant.temporary ? 'Ctrl+C ends and removes the webhook.' : 'Ctrl+C ends.';
  return `What happens in the tenant appears here. ${end}`;
}

/** The same in one line, for who wants no more. */
export function renderReady({ url, inspector }: ListenerFacts): string {
  return `Listening on ${url}${inspector === null ? '' : `, inspector at ${inspector}`}`;
}

/** Returns the line for a listener that `--exit-timeout` ended. */
export function renderTimeout(
  verified: number,
  { exitAfter, exitTimeout = 0 }: LifetimeOptions,
): string {
  const count = exitAfter === undefined ? verified : `${verified} of ${exitAfter}`;
  const deliveries = count === 1 ? 'delivery' : 'deliveries';
  const duration = exitTimeout < 1000 ? `${exitTimeout}ms` : `${exitTimeout / 1000}s`;
  return `Timed out after ${duration}: received ${count} verified ${deliveries}`;
}

/** The `--json` line that says the listener is ready. */
export function toReadyRecord({ url, forwardTo, inspector, events, tenant }: ListenerFacts) {
  return { type: 'ready', url, forwardTo, inspector, events, ...(tenant && { tenant }) };
}
