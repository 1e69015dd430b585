import type { AttemptRecord, DeliveryDetails } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { Status } from '../list/pills.tsx';
import { now } from '../state/store.ts';
import { exactTime, formatLatency, timeAgo } from '../state/time.ts';
import { HeaderTable } from './headers-tab.tsx';
import { readJson } from './json-nodes.ts';
import { JsonTree } from './json-tree.tsx';

const kinds = {
  forward: 'Forwarded',
  replay: 'Replay',
  edited: 'Edited replay',
  sample: 'Sample',
} as const satisfies Record<AttemptRecord['kind'], string>;

/** Each time it was passed on, the last first: what the app said, or why it said nothing. */
export function AttemptsTab({ of: { summary, record, attempts } }: { of: DeliveryDetails }) {
  const { chaos = [] } = record;
  const newestFirst = [...attempts].reverse();
  return (
    <>
      {chaos.length > 0 && (
        <div class="callout doubtful">
          <Icon name="warning" />
          <p>
            <strong>Made to go wrong on purpose</strong> (<code>--chaos</code>): {chaos.join(', ')}
          </p>
        </div>
      )}
      {attempts.length === 0 && (
        <p class="note">
          It was answered {summary.responded} by the listener itself and passed on to nobody. Replay
          it{chaos.length === 0 && <Advice />}.
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

function Advice() {
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
          <div class="callout doubtful">
            <Icon name="warning" />
            <p>
              <strong>The {lossy.status} loses the event.</strong> Logto follows it to{' '}
              <code>{lossy.to}</code> with a GET that has no body. Answer 307 or 308.
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
            {response.cut && <p class="note">Only the first 64 KB are kept.</p>}
            <HeaderTable headers={response.headers} />
          </>
        )}
        {sentBody !== null && (
          <>
            <h3>What was sent</h3>
            <Body text={sentBody} />
          </>
        )}
      </div>
    </details>
  );
}

function Body({ text }: { text: string }) {
  const root = readJson(text);
  if (text === '') return <p class="quiet">An empty body</p>;
  return root ? <JsonTree root={root} opened={undefined} /> : <pre class="raw">{text}</pre>;
}
