import type { ComponentChildren } from 'preact';
import { formatSize } from '../../../../core/units.ts';
import type { DeliveryDetails, DeliverySummary } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Signature, Status } from '../list/pills.tsx';
import { shortenUrl } from '../list/routes.ts';
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

function Hint({ children }: { children: ComponentChildren }) {
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
        <Actions of={of} />
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
  const { id, receivedAt, hookId, key } = summary;
  return (
    <dl class="facts">
      <Fact name="Received">
        <time dateTime={receivedAt}>
          {exactTime(receivedAt)} · {timeAgo(receivedAt, now.value)}
        </time>
        {record.via !== 'http' && ` · via ${record.via}`}
      </Fact>
      <Fact name="Delivery">
        <Copyable text={id} />
      </Fact>
      {hookId !== null && (
        <Fact name="Webhook">
          <Copyable text={hookId} />
        </Fact>
      )}
      <Route of={summary} />
      {key !== null && (
        <Fact name="Key">
          <code>{key.slice(0, 200)}</code>
        </Fact>
      )}
      <Fact name="Size">{formatSize(sizeOf(record))}</Fact>
    </dl>
  );
}

/** The path of the request and the URL that it was forwarded to. */
function Route({ of: { path, forward } }: { of: DeliverySummary }) {
  if (path === null && !forward) return null;
  return (
    <Fact name="Route">
      {path !== null && <code>{path.slice(0, 500)}</code>}
      {forward && (
        <>
          <Icon name="right" />
          <span class="visually-hidden"> to </span>
          <code>{shortenUrl(forward.url).slice(0, 500)}</code>
        </>
      )}
    </Fact>
  );
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
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
