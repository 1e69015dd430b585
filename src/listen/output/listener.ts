import { plainText } from '../../cli/output/text/plain-text.ts';
import { wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import type { Via } from '../../core/history/record.ts';
import { eventNames } from '../../core/logto/events.ts';
import { eventsOfVersion } from '../../core/logto/versions.ts';
import type { LifetimeOptions } from '../server/lifetime.ts';

/** The settings of a listener, for its banner and its ready line. */
export interface ListenerFacts {
  readonly url: string;
  readonly forwardTo: string | null;
  /** The URLs of `--route`, then `--forward-to`. */
  readonly destinations: readonly Destination[];
  /** The page's address with its token; null if it is not served. */
  readonly inspector: string | null;
  /** The events that are shown, in the order of the catalog. */
  readonly events: readonly string[];
  /** Where the signing keys are set. */
  readonly keySources: readonly string[];
  /** The directory of `--record`; null if nothing is recorded. */
  readonly record: string | null;
  /** The faults of `--chaos`; null without. */
  readonly chaos: string | null;
  /** A command that sends an event to this listener; null if none would be shown. */
  readonly sendCommand: string | null;
  /** The tenant that is followed; null if there is none. */
  readonly tenant: TenantFacts | null;
}

interface Destination {
  /** The URL, with the patterns of its route. */
  readonly name: string;
  /** Whether something listens there; null if it is not on this machine. */
  readonly isRunning: boolean | null;
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
  /** Whether the webhook is deleted when the listener exits. */
  readonly temporary: boolean;
  /** Through its log, or requests to the webhook's URL. */
  readonly via: Via;
}

/**
 * Returns the banner of a listener.
 * @param columns undefined if the output is not a terminal: rows are not wrapped
 */
export function renderBanner(
  facts: ListenerFacts,
  columns: number | undefined,
  style: Style,
): string[] {
  const { url, destinations, inspector, events, keySources, tenant, record, chaos } = facts;
  const rows: [name: string, value: string][] = [
    ['Listening', style.bold(style.cyan(url))],
    ...(tenant ? [row('Tenant', describeTenant(tenant, style))] : []),
    ...(tenant?.via === 'http' ? [row('Public URL', style.cyan(tenant.webhook.url))] : []),
    ...list('Forwarding', renderDestinations(destinations, style)),
    ...(inspector === null ? [] : [row('Inspector', style.cyan(inspector))]),
    ['Events', describeEvents(events, tenant, style)],
    ...list(keySources.length > 1 ? 'Keys' : 'Key', keySources.map(style.dim)),
    ...(record === null ? [] : [row('Recording', record)]),
    ...(chaos === null ? [] : [row('Chaos', style.yellow(chaos))]),
  ];
  const hint = `  ${hintOf(facts)}`;
  return [
    '',
    ...rows.flatMap(([name, value]) => renderRow(name, value, columns, style)),
    '',
    ...(columns === undefined ? [hint] : wrap(hint, columns)).map(style.dim),
    '',
  ];
}

const nameWidth = 11;

function renderRow(
  name: string,
  value: string,
  columns: number | undefined,
  style: Style,
): string[] {
  const head = `  ${style.dim(name.padEnd(nameWidth))} `;
  const room = (columns ?? 0) - nameWidth - 3;
  // Addresses are not wrapped, so that a terminal recognizes them as links.
  const lines = columns === undefined ? [value] : wrap(value, Math.max(1, room));
  const margin = ' '.repeat(nameWidth + 3);
  return lines.map((line, index) => (index === 0 ? head : margin) + line);
}

function row(name: string, value: string): [string, string] {
  return [name, value];
}

/** Returns a row per value; only the first has the name. */
function list(name: string, values: readonly string[]): [string, string][] {
  return values.map((value, index) => [index === 0 ? name : '', value]);
}

function renderDestinations(destinations: readonly Destination[], style: Style): string[] {
  if (destinations.length === 0) return [style.dim('nowhere (--forward-to)')];
  return destinations.map(({ name, isRunning }) => {
    if (isRunning === null) return name;
    return `${name} ${isRunning ? style.dim('(running)') : style.yellow('(not running yet)')}`;
  });
}

/** Returns the events that are shown; of a tenant, those that its webhook is subscribed to. */
function describeEvents(
  events: readonly string[],
  tenant: TenantFacts | null,
  style: Style,
): string {
  if (!tenant) return events.length === eventNames.length ? 'all' : events.join(', ') || 'none';
  const subscribed = events.filter((event) => tenant.webhook.events.includes(event));
  if (subscribed.length === 0) return style.yellow('none');
  const isAll = eventsOfVersion().every((event) => subscribed.includes(event));
  return isAll ? 'all' : subscribed.join(', ');
}

/** `https://x.logto.app · via log of temporary webhook s0hovpxg`: within 80 columns on Logto Cloud. */
function describeTenant({ endpoint, webhook, temporary, via }: TenantFacts, style: Style): string {
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

function hintOf({ tenant, sendCommand }: ListenerFacts): string {
  if (tenant) {
    const end = tenant.temporary ? 'Ctrl+C stops and removes the webhook.' : 'Ctrl+C stops.';
    return `Events of the tenant appear here. ${end}`;
  }
  return sendCommand === null
    ? 'Ctrl+C stops.'
    : `Try it in another terminal: ${sendCommand} (Ctrl+C stops)`;
}

/** Returns the banner of `--output quiet`: one line. */
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

/** Returns the `--json` line that announces the listener. */
export function toReadyRecord({ url, forwardTo, inspector, events, tenant }: ListenerFacts) {
  return { type: 'ready', url, forwardTo, inspector, events, ...(tenant && { tenant }) };
}
