import type { DeliverySummary } from '../../source.ts';
import { Icon } from '../icons.tsx';

/** A status in the colour of its class: 2xx good, 3xx and 4xx doubtful, 5xx and failures bad. */
export function Status({ of }: { of: number | string }) {
  return <span class={`pill ${toneOf(String(of))}`}>{of}</span>;
}

function toneOf(status: string): string {
  if (status.startsWith('2')) return 'good';
  return /^[34]\d\d$/.test(status) ? 'doubtful' : 'bad';
}

/** How the signature was judged, in words. */
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
