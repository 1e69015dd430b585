import { hang, wrap } from '../../cli/output/text/wrap.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { eventNames } from '../../core/logto/events.ts';
import type { LifetimeOptions } from '../server/lifetime.ts';
import { describeSource, listEvents, type TenantFacts } from './tenant.ts';

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
    ...(tenant ? describeSource(tenant, style) : []),
    ...list('Forwarding', renderDestinations(destinations, style)),
    ...(inspector === null ? [] : [row('Inspector', style.cyan(inspector))]),
    ...describeEvents(events, tenant, style),
    ...describeKeys(keySources, tenant, style),
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
  // Addresses are not wrapped, so that a terminal recognizes them as links.
  return hang(`  ${style.dim(name.padEnd(nameWidth))} `, nameWidth + 3, value, columns);
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

/**
 * Returns the events that are shown; of a tenant, those that its webhook is subscribed to. Mirrored webhooks
 * have their own rows.
 */
function describeEvents(
  events: readonly string[],
  tenant: TenantFacts | null,
  style: Style,
): [string, string][] {
  const isUnfiltered = events.length === eventNames.length;
  const filtered = events.join(', ') || 'none';
  if (!tenant) return [row('Events', isUnfiltered ? 'all' : filtered)];
  if ('webhooks' in tenant) return isUnfiltered ? [] : [row('Events', filtered)];
  const subscribed = events.filter((event) => tenant.webhook.events.includes(event));
  return [row('Events', subscribed.length === 0 ? style.yellow('none') : listEvents(subscribed))];
}

function describeKeys(
  sources: readonly string[],
  tenant: TenantFacts | null,
  style: Style,
): [string, string][] {
  if (tenant && 'webhooks' in tenant) {
    return [row('Keys', style.dim("each webhook's own ('logto-hooks tenant key' prints it)"))];
  }
  return list(sources.length > 1 ? 'Keys' : 'Key', sources.map(style.dim));
}

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
