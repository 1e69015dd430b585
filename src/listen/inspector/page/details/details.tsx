import { formatSize } from '../../../../core/units.ts';
import type { DeliveryDetails } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Signature, Status } from '../list/pills.tsx';
import { copyText } from '../state/actions.ts';
import {
  deliveries,
  details,
  isLoading,
  missingId,
  now,
  selected,
  selectedId,
  tab,
} from '../state/store.ts';
import { exactTime, timeAgo } from '../state/time.ts';
import { Actions } from './delivery-actions.tsx';
import { Tabs } from './tabs.tsx';

/** The selected delivery. */
export function Details() {
  return (
    <section class="details" id="details" aria-label="Details" tabIndex={-1}>
      <Content />
    </section>
  );
}

function Content() {
  if (details.value) return <Delivery of={details.value} />;
  const isGone = selectedId.value !== null && missingId.value === selectedId.value;
  if (!isGone && (isLoading.value || selected.value)) {
    return <div class="nothing" role="status" />;
  }
  if (selectedId.value !== null) return <Hint>This delivery is no longer kept.</Hint>;
  if (deliveries.value.length === 0) return <Hint>The details of a delivery appear here.</Hint>;
  return (
    <Hint>
      Select a delivery with <kbd>j</kbd> and <kbd>k</kbd>.
    </Hint>
  );
}

function Hint({ children }: { children: preact.ComponentChildren }) {
  return (
    <>
      <div class="heading">
        <Back />
      </div>
      <div class="nothing">
        <p>{children}</p>
      </div>
    </>
  );
}

/** Goes back to the list on a narrow screen. */
function Back() {
  return (
    <button
      type="button"
      class="button plain back"
      onClick={() => {
        selectedId.value = null;
      }}
    >
      <Icon name="back" />
      Deliveries
    </button>
  );
}

function Delivery({ of }: { of: DeliveryDetails }) {
  const { summary, record } = of;
  return (
    <>
      <header class="heading">
        <Back />
        <div class="title">
          <h2>{summary.event?.slice(0, 300) ?? 'No event'}</h2>
          <Status of={summary.responded} />
          <Signature of={summary.signature} />
        </div>
        <p class="lead">{summary.sentence.slice(0, 1_000)}</p>
        <Facts of={of} />
        <Actions />
        {record.diagnosis && tab.value !== 'signature' && (
          <div class="callout bad">
            <Icon name="warning" />
            <p>
              <strong>{record.diagnosis.message}</strong> {record.diagnosis.remedy}
            </p>
          </div>
        )}
        <FailedResponse of={of} />
      </header>
      <Tabs of={of} />
    </>
  );
}

/** The beginning of the app's response if it was not 2xx. */
function FailedResponse({ of: { attempts } }: { of: DeliveryDetails }) {
  const { kind, status, response } = attempts[0] ?? {};
  if (kind !== 'forward' || !status || status < 300 || !response?.body) return null;
  if (tab.value === 'attempts') return null;
  return (
    <div class="callout bad">
      <Icon name="cross" />
      <div>
        <strong>Your app responded with {status}</strong>
        <pre class="raw excerpt">{response.body.slice(0, 500)}</pre>
      </div>
    </div>
  );
}

function Facts({ of: { summary, record } }: { of: DeliveryDetails }) {
  return (
    <dl class="facts">
      <div>
        <dt>Received</dt>
        <dd>
          <time dateTime={summary.receivedAt}>
            {exactTime(summary.receivedAt)} · {timeAgo(summary.receivedAt, now.value)}
          </time>
          {record.via !== 'http' && ` · via ${record.via}`}
        </dd>
      </div>
      <div>
        <dt>Delivery</dt>
        <dd>
          <Copyable text={summary.id} />
        </dd>
      </div>
      {summary.hookId !== null && (
        <div>
          <dt>Webhook</dt>
          <dd>
            <Copyable text={summary.hookId} />
          </dd>
        </div>
      )}
      <div>
        <dt>Size</dt>
        <dd>{formatSize(sizeOf(record))}</dd>
      </div>
    </dl>
  );
}

function sizeOf({ body, bodyBase64 = '' }: DeliveryDetails['record']): number {
  return body === undefined ? atob(bodyBase64).length : new Blob([body]).size;
}

function Copyable({ text }: { text: string }) {
  return (
    <button
      type="button"
      class="copyable"
      title="Copy"
      onClick={() => void copyText(text, `Copied ${text}`)}
    >
      <code>{text}</code>
    </button>
  );
}
