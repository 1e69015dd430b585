import type { AttemptRecord, DeliveryDetails } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Status } from '../list/pills.tsx';
import { now } from '../state/store.ts';
import { exactTime, formatLatency, timeAgo } from '../state/time.ts';
import { Body } from './body.tsx';
import { HeaderTable } from './headers-tab.tsx';

const kinds = {
  forward: 'Forwarded',
  replay: 'Replay',
  edited: 'Edited replay',
  sample: 'Sample',
} as const satisfies Record<AttemptRecord['kind'], string>;

/** The forwarding and all replays, newest first, with the app's responses. */
export function AttemptsTab({ of: { summary, record, attempts } }: { of: DeliveryDetails }) {
  const { chaos = [] } = record;
  const newestFirst = [...attempts].reverse();
  return (
    <>
      {chaos.length > 0 && (
        <div class="callout warn">
          <Icon name="warning" />
          <p>
            <strong>Injected faults</strong> (<code>--chaos</code>): {chaos.join(', ')}
          </p>
        </div>
      )}
      {attempts.length === 0 && (
        <p class="note">
          The listener responded with {summary.responded} and did not forward it. Replay it
          {chaos.length === 0 && <ForwardAdvice />}.
        </p>
      )}
      <ol class="attempts">
        {newestFirst.map((attempt, index) => (
          <li key={attempts.length - index}>
            <Attempt of={attempt} isOpen={index === 0} />
          </li>
        ))}
      </ol>
    </>
  );
}

function ForwardAdvice() {
  return (
    <>
      , or start <code>listen</code> with <code>--forward-to</code>
    </>
  );
}

function Attempt({ of, isOpen }: { of: AttemptRecord; isOpen: boolean }) {
  const { kind, at, url, status, latencyMs, error, lossy, response, sentBody } = of;
  return (
    <details class="attempt" open={isOpen}>
      <summary>
        <Icon name="chevron" />
        <Status of={status ?? error?.code ?? 'ERROR'} />
        <span class="what">{kinds[kind]}</span>
        <span class="quiet">{formatLatency(latencyMs)}</span>
        <time class="quiet end" dateTime={at} title={exactTime(at)}>
          {timeAgo(at, now.value)}
        </time>
      </summary>
      <div class="stack">
        <p class="quiet to">
          POST <code>{url}</code>
        </p>
        {lossy && (
          <div class="callout warn">
            <Icon name="warning" />
            <p>
              <strong>The {lossy.status} redirect loses the event.</strong> Logto follows it to{' '}
              <code>{lossy.to}</code> with a GET that has no body. Respond with 307 or 308.
            </p>
          </div>
        )}
        {error && (
          <div class="callout bad">
            <Icon name="cross" />
            <p>
              <strong>{error.message}</strong> {error.remedy}
            </p>
          </div>
        )}
        {response && (
          <>
            <h3>Response</h3>
            <Body text={response.body} />
            {response.cut && <p class="note">Only the first 64 KB were kept.</p>}
            <HeaderTable headers={response.headers} />
          </>
        )}
        {sentBody !== null && (
          <>
            <h3>Request body</h3>
            <Body text={sentBody} />
          </>
        )}
      </div>
    </details>
  );
}
