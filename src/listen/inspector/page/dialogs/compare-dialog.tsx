import { useEffect, useMemo, useState } from 'preact/hooks';
import type { DeliveryDetails, DeliveryRecord, DeliverySummary } from '../../source.ts';
import { readJson } from '../details/json-nodes.ts';
import { Choice } from '../list/filter-bar.tsx';
import { attempt } from '../notices.tsx';
import { fetchDetails } from '../state/api.ts';
import { deliveries } from '../state/store.ts';
import { exactTime } from '../state/time.ts';
import { type ComparedLine, compareJson, keepDifferences } from './compare.ts';
import { Dialog } from './dialog.tsx';

/** Deliveries that are offered to compare with. */
const mostOffers = 100;

/** Two deliveries side by side, their differences marked. */
export function CompareDialog({ of: left }: { of: DeliveryDetails }) {
  const offers = useMemo(() => offerFor(left.summary), [left]);
  const [otherId, setOtherId] = useState(offers[0]?.id ?? '');
  const [right, setRight] = useState<DeliveryDetails>();
  const [onlyDifferences, setOnlyDifferences] = useState(false);

  useEffect(() => {
    if (otherId !== '') void attempt(async () => setRight(await fetchDetails(otherId)));
  }, [otherId]);

  return (
    <Dialog title="Compare deliveries" size="large">
      {offers.length === 0 ? (
        <p class="note">There is no other delivery yet.</p>
      ) : (
        <>
          <div class="sides">
            <p>
              <strong>{left.summary.event}</strong>{' '}
              <span class="quiet">
                {left.summary.id} · {exactTime(left.summary.receivedAt)}
              </span>
            </p>
            <Choice label="Compare with" value={otherId} onPick={setOtherId}>
              {offers.map(({ id, event, receivedAt, sentence }) => (
                <option key={id} value={id}>
                  {event ?? 'No event'} · {id} · {exactTime(receivedAt)} · {sentence}
                </option>
              ))}
            </Choice>
          </div>
          {right && <Comparison {...{ left, right, onlyDifferences }} />}
          <footer>
            <label class="tick">
              <input
                type="checkbox"
                checked={onlyDifferences}
                onChange={({ currentTarget }) => setOnlyDifferences(currentTarget.checked)}
              />
              Only differences
            </label>
          </footer>
        </>
      )}
    </Dialog>
  );
}

/** Those of the same event first, the earlier ones before the later. */
function offerFor({ id, event, receivedAt }: DeliverySummary): DeliverySummary[] {
  const rank = (other: DeliverySummary) =>
    (other.event === event ? 0 : 2) + (other.receivedAt <= receivedAt ? 0 : 1);
  return deliveries.value
    .filter((other) => other.id !== id)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostOffers);
}

interface ComparisonProps {
  readonly left: DeliveryDetails;
  readonly right: DeliveryDetails;
  readonly onlyDifferences: boolean;
}

function Comparison({ left, right, onlyDifferences }: ComparisonProps) {
  const lines = useMemo(() => compareDetails(left, right), [left, right]);
  const differing = lines.filter(({ kind }) => kind !== 'same');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must take the focus
    <section class="comparison" aria-label="Differences" tabIndex={0}>
      <p class="note" role="status">
        {differing.length === 0
          ? 'They are the same.'
          : `${differing.length} ${differing.length === 1 ? 'line differs' : 'lines differ'}.`}
      </p>
      <table>
        <thead class="unseen">
          <tr>
            <th scope="col">{left.summary.id}</th>
            <th scope="col">{right.summary.id}</th>
          </tr>
        </thead>
        <tbody>
          {(onlyDifferences ? keepDifferences(lines) : lines).map((line, index) => (
            <Line key={index} of={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Differences show by a sign too, for who does not see the colours. */
const signs = {
  same: ['', ''],
  changed: ['≠', '≠'],
  removed: ['−', ''],
  added: ['', '+'],
} as const;

function Line({ of: { level, left, right, kind } }: { of: ComparedLine }) {
  const indent = { paddingInlineStart: `${1.75 + Math.min(level, 20)}rem` };
  const [leftSign, rightSign] = signs[kind];
  return (
    <tr class={kind}>
      <td style={indent} data-sign={leftSign}>
        {left}
      </td>
      <td style={indent} data-sign={rightSign}>
        {right}
      </td>
    </tr>
  );
}

function compareDetails(left: DeliveryDetails, right: DeliveryDetails): ComparedLine[] {
  const [one, other] = [left, right].map(({ record }) => readJson(tell(record)));
  return one && other ? compareJson(one, other) : [];
}

/** All that two deliveries may differ in, as one JSON text; the payload in it as it was received. */
function tell({ body, bodyBase64, responded, signature, headers }: DeliveryRecord): string {
  const isJson = body !== undefined && readJson(body) !== undefined;
  const payload = isJson ? body : JSON.stringify(body ?? bodyBase64);
  const rest = JSON.stringify({ answered: responded, signature, headers });
  return `{"payload":${payload},${rest.slice(1)}`;
}
