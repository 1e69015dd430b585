import type { JSX, TargetedKeyboardEvent } from 'preact';
import type { DeliveryDetails } from '../../source.ts';
import { type Tab, tab } from '../state/store.ts';
import { AttemptsTab } from './attempts-tab.tsx';
import { DriftTab } from './drift-tab.tsx';
import { HeadersTab } from './headers-tab.tsx';
import { PayloadTab } from './payload-tab.tsx';
import { SignatureTab } from './signature-tab.tsx';

type Panel = (props: { of: DeliveryDetails }) => JSX.Element;

const tabs = {
  payload: ['Payload', PayloadTab],
  headers: ['Headers', HeadersTab],
  signature: ['Signature', SignatureTab],
  attempts: ['Attempts', AttemptsTab],
  drift: ['Drift', DriftTab],
} as const satisfies Record<Tab, readonly [string, Panel]>;

const order: readonly Tab[] = ['payload', 'headers', 'signature', 'attempts', 'drift'];

export function Tabs({ of }: { of: DeliveryDetails }) {
  const [, Shown] = tabs[tab.value];
  return (
    <>
      <div class="tabs" role="tablist" aria-label="Delivery" onKeyDown={moveTab}>
        {order.map((name) => (
          <button
            key={name}
            type="button"
            id={`tab-${name}`}
            role="tab"
            aria-selected={tab.value === name}
            aria-controls="panel"
            tabIndex={tab.value === name ? 0 : -1}
            onClick={() => {
              tab.value = name;
            }}
          >
            {tabs[name][0]}
            <Badge name={name} of={of} />
          </button>
        ))}
      </div>
      <div
        class="panel"
        id="panel"
        role="tabpanel"
        aria-labelledby={`tab-${tab.value}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
        tabIndex={0}
      >
        <Shown key={of.summary.id} of={of} />
      </div>
    </>
  );
}

function Badge({ name, of: { summary, attempts } }: { name: Tab; of: DeliveryDetails }) {
  if (name === 'attempts' && attempts.length > 0) {
    return <span class="badge">{attempts.length}</span>;
  }
  if (name === 'drift' && summary.drift > 0) {
    return <span class="badge warn">{summary.drift}</span>;
  }
  if (name === 'signature' && summary.signature !== 'valid') {
    return (
      <span class="badge bad">
        !<span class="visually-hidden"> not valid</span>
      </span>
    );
  }
  return null;
}

/** Arrow keys move between tabs (WAI-ARIA Authoring Practices). */
function moveTab(event: TargetedKeyboardEvent<HTMLElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
  if (by === 0) return;
  event.preventDefault();
  const next = order.at((order.indexOf(tab.value) + by) % order.length);
  if (!next) return;
  tab.value = next;
  document.getElementById(`tab-${next}`)?.focus();
}
