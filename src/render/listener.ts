import { eventNames } from '../core/events.ts';
import type { Via } from '../core/history/record.ts';
import type { Style } from '../terminal.ts';
import { plainText } from './plain-text.ts';

/** What a listener is set to do, for its banner and its ready line. */
export interface ListenerFacts {
  readonly url: string;
  readonly forwardTo: string | null;
  /** The page's address with its token; null where there is none. */
  readonly inspector: string | null;
  /** The events that are shown, in the order of the catalogue. */
  readonly events: readonly string[];
  readonly keySource: string;
  /** The tenant whose deliveries come here; null where none is followed. */
  readonly tenant: TenantFacts | null;
}

export interface TenantFacts {
  readonly endpoint: string;
  readonly webhook: { readonly id: string; readonly name: string; readonly url: string };
  /** Whether the webhook goes when the listener does. */
  readonly temporary: boolean;
  /** By its log, or by requests to the webhook's URL. */
  readonly via: Via;
}

export function renderBanner(
  { url, forwardTo, inspector, events, keySource, tenant }: ListenerFacts,
  style: Style,
): string[] {
  const shown = events.length === eventNames.length ? 'all' : events.join(', ');
  const rows = [
    ['Listening', style.bold(style.cyan(url))],
    ...(tenant ? [['Tenant', describeTenant(tenant, style)] as const] : []),
    ['Forwarding', forwardTo ?? style.dim('nowhere (--forward-to)')],
    ...(inspector === null ? [] : [['Inspector', style.cyan(inspector)] as const]),
    ['Events', shown],
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

/** `https://x.logto.app · its log, by the temporary webhook s0hov…` */
function describeTenant({ endpoint, webhook, temporary, via }: TenantFacts, style: Style): string {
  const name = plainText(temporary ? webhook.id : `'${webhook.name}' (${webhook.id})`, 80);
  const kind = temporary ? 'temporary webhook' : 'webhook';
  const how =
    via === 'tenant log'
      ? `the log of the ${kind} ${name}`
      : `the ${kind} ${name} delivers to ${webhook.url}`;
  return `${style.cyan(endpoint)} ${style.dim(`· ${how}`)}`;
}

function hintOf(tenant: TenantFacts | null): string {
  if (!tenant) return "Try 'logto-hooks send PostRegister' in another terminal. Ctrl+C ends.";
  const what = 'Whatever happens in the tenant appears here.';
  if (!tenant.temporary) return `${what} Ctrl+C ends, and changes nothing there.`;
  return `${what} Ctrl+C ends, and removes the webhook.`;
}

/** The same in one line, for who wants no more. */
export function renderReady({ url, inspector }: ListenerFacts): string {
  return `Listening on ${url}${inspector === null ? '' : `, inspector at ${inspector}`}`;
}

/** The `--json` line that says the listener is ready. */
export function toReadyRecord({ url, forwardTo, inspector, events, tenant }: ListenerFacts) {
  return { type: 'ready', url, forwardTo, inspector, events, ...(tenant && { tenant }) };
}
