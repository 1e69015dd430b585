import type { DeliverySummary } from '../../source.ts';
import { Icon } from '../icons.tsx';

/** A status, colored by its class. */
export function Status({ of }: { of: number | string }) {
  return <span class={`pill ${toneOf(String(of))}`}>{of}</span>;
}

function toneOf(status: string): string {
  if (status.startsWith('2')) return 'good';
  return /^[34]\d\d$/.test(status) ? 'warn' : 'bad';
}

/** Whether the signature was verified. */
export function Signature({ of }: { of: DeliverySummary['signature'] }) {
  const [tone, icon, words] = (
    {
      valid: ['good', 'check', 'Verified'],
      invalid: ['bad', 'cross', 'Invalid signature'],
      missing: ['bad', 'cross', 'No signature'],
    } as const
  )[of];
  return (
    <span class={`pill ${tone}`}>
      <Icon name={icon} />
      {words}
    </span>
  );
}
