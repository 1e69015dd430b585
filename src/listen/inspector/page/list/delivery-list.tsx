import { signal } from '@preact/signals';
import type { DeliverySummary } from '../../source.ts';
import { Icon } from '../icons.tsx';
import { isLoading, listed, now, selectedId, visible } from '../state/store.ts';
import { exactTime, timeAgo } from '../state/time.ts';
import { NoDeliveries, NoMatches } from './empty.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Status } from './pills.tsx';
import { VirtualList } from './virtual-list.tsx';

/** The newest delivery when the list was last at its top; null while it is there. */
const lastSeen = signal<string | null>(null);

/** All deliveries, newest first. */
export function DeliveryList() {
  return (
    <section class="list" aria-label="Deliveries">
      <FilterBar />
      <Rows />
    </section>
  );
}

function Rows() {
  if (isLoading.value) return <Skeleton />;
  if (listed.value.length === 0) return <NoDeliveries />;
  if (visible.value.length === 0) return <NoMatches />;
  return (
    <div class="frame">
      <NewPill />
      <VirtualList
        items={visible.value}
        idOf={idOf}
        selectedId={selectedId.value}
        label="Deliveries, newest first"
        onPick={({ id }) => {
          selectedId.value = id;
        }}
        onScrolled={(isAtTop) => {
          lastSeen.value = isAtTop ? null : (lastSeen.value ?? visible.value[0]?.id ?? null);
        }}
      >
        {(summary) => <Row of={summary} />}
      </VirtualList>
    </div>
  );
}

function idOf({ id }: DeliverySummary): string {
  return id;
}

/** The number of new deliveries while the list is scrolled down. */
function NewPill() {
  const unseen = visible.value.findIndex(({ id }) => id === lastSeen.value);
  if (unseen < 1) return null;
  return (
    <button
      type="button"
      class="newer"
      onClick={() => document.querySelector('.rows')?.scrollTo({ top: 0 })}
    >
      {unseen} new
    </button>
  );
}

function Row({ of }: { of: DeliverySummary }) {
  const { event, receivedAt, sentence, responded } = of;
  return (
    <>
      <Status of={responded} />
      <div class="line">
        <span class="event">{event?.slice(0, 100) ?? 'No event'}</span>
        <time class="quiet" dateTime={receivedAt} title={exactTime(receivedAt)}>
          {timeAgo(receivedAt, now.value)}
        </time>
      </div>
      <div class="line">
        <span class="sentence">{sentence.slice(0, 300)}</span>
        <Tags of={of} />
      </div>
    </>
  );
}

function Tags({ of: { signature, drift, replays, lastReplay } }: { of: DeliverySummary }) {
  return (
    <span class="tags">
      {signature !== 'valid' && (
        <span class="tag bad">{signature === 'missing' ? 'unsigned' : 'bad signature'}</span>
      )}
      {drift > 0 && <span class="tag warn">drift {drift}</span>}
      {replays > 0 && (
        <span class="tag" title={`Replays: ${replays}; last result: ${lastReplay}`}>
          <Icon name="replay" />
          <span class="visually-hidden">replayed, </span>
          {lastReplay}
        </span>
      )}
    </span>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status">
      <span class="visually-hidden">Loading deliveries</span>
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} class="row">
          <span class="bone" />
          <span class="bone long" />
        </div>
      ))}
    </div>
  );
}
