import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';

/** Renders that the tenant cannot be reached. @param reason one sentence */
export function renderLost(reason: string, style: Style): string {
  return style.yellow(`! Lost the connection to the tenant: ${plainText(reason)} Retrying …`);
}

/**
 * Renders that the tenant can be reached again.
 * @param lostFor milliseconds
 * @param found deliveries in that time; undefined if unknown
 */
export function renderBack(lostFor: number, found: number | undefined, style: Style): string {
  const caught =
    found === 0
      ? ': no deliveries in between'
      : `: caught up with ${found} ${found === 1 ? 'delivery' : 'deliveries'}`;
  return style.green(
    `Reconnected to the tenant after ${seconds(lostFor)}${found === undefined ? '' : caught}.`,
  );
}

export function seconds(milliseconds: number): string {
  const whole = Math.max(0, Math.round(milliseconds / 1000));
  return whole < 120 ? `${whole} s` : `${Math.round(whole / 60)} min`;
}
