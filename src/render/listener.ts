import { eventNames } from '../core/events.ts';
import type { Style } from '../terminal.ts';

/** What a listener is set to do, for its banner and its ready line. */
export interface ListenerFacts {
  readonly url: string;
  readonly forwardTo: string | null;
  /** The page's address with its token; null where there is none. */
  readonly inspector: string | null;
  /** The events that are shown, in the order of the catalogue. */
  readonly events: readonly string[];
  readonly keySource: string;
}

export function renderBanner(
  { url, forwardTo, inspector, events, keySource }: ListenerFacts,
  style: Style,
): string[] {
  const shown = events.length === eventNames.length ? 'all' : events.join(', ');
  const rows = [
    ['Listening', style.bold(style.cyan(url))],
    ['Forwarding', forwardTo ?? style.dim('nowhere (--forward-to)')],
    ...(inspector === null ? [] : [['Inspector', style.cyan(inspector)] as const]),
    ['Events', shown],
    ['Key', style.dim(keySource)],
  ] as const;
  return [
    '',
    ...rows.map(([name, value]) => `  ${style.dim(name.padEnd(11))} ${value}`),
    '',
    style.dim(`  Try 'logto-hooks send PostRegister' in another terminal. Ctrl+C ends.`),
    '',
  ];
}

/** The same in one line, for who wants no more. */
export function renderReady({ url, inspector }: ListenerFacts): string {
  return `Listening on ${url}${inspector === null ? '' : `, inspector at ${inspector}`}`;
}

/** The `--json` line that says the listener is ready. */
export function toReadyRecord({ url, forwardTo, inspector, events }: ListenerFacts) {
  return { type: 'ready', url, forwardTo, inspector, events };
}
