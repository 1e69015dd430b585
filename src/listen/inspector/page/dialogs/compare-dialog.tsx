import { useEffect, useMemo, useState } from 'preact/hooks';
import { isJson } from '../../../../core/json/tokens.ts';
import type { DeliveryDetails, DeliveryRecord, DeliverySummary } from '../../source.ts';
import { isTooLarge, tooLarge } from '../details/body.tsx';
import { readJson } from '../details/json-nodes.ts';
import { Choice } from '../list/filter-bar.tsx';
import { attempt } from '../notices.tsx';
import { fetchDetails } from '../state/api.ts';
import { deliveries } from '../state/store.ts';
import { exactTime } from '../state/time.ts';
import { type ComparedLine, type Comparison, compareJson, keepDifferences } from './compare.ts';
import { Dialog } from './dialog.tsx';

/** Deliveries to choose from. */
const maxChoices = 100;

/** Two deliveries side by side with their differences. */
export function CompareDialog({ of: left }: { of: DeliveryDetails }) {
  const choices = useMemo(() => choicesFor(left.summary), [left]);
  const [otherId, setOtherId] = useState(choices[0]?.id ?? '');
  const [right, setRight] = useState<DeliveryDetails>();
  const [onlyDifferences, setOnlyDifferences] = useState(false);

  useEffect(() => {
    if (otherId !== '') void attempt(async () => setRight(await fetchDetails(otherId)));
  }, [otherId]);

  return (
    <Dialog title="Compare deliveries" size="large">
      {choices.length === 0 ? (
        <p class="note">There is no other delivery yet.</p>
      ) : (
        <>
          <div class="sides">
            <p>
              <strong>{left.summary.event?.slice(0, 100) ?? 'No event'}</strong>{' '}
              <span class="quiet">
                {left.summary.id} · {exactTime(left.summary.receivedAt)}
              </span>
            </p>
            <Choice label="Compare with" value={otherId} onPick={setOtherId}>
              {choices.map(({ id, event, receivedAt, sentence }) => (
                <option key={id} value={id}>
                  {event?.slice(0, 100) ?? 'No event'} · {id} · {exactTime(receivedAt)} ·{' '}
                  {sentence.slice(0, 100)}
                </option>
              ))}
            </Choice>
          </div>
          {right && <Differences {...{ left, right, onlyDifferences }} />}
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

/** Deliveries of the same event first, earlier ones before later ones. */
function choicesFor({ id, event, receivedAt }: DeliverySummary): DeliverySummary[] {
  const rank = (other: DeliverySummary) =>
    (other.event === event ? 0 : 2) + (other.receivedAt <= receivedAt ? 0 : 1);
  return deliveries.value
    .filter((other) => other.id !== id)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, maxChoices);
}

interface DifferencesProps {
  readonly left: DeliveryDetails;
  readonly right: DeliveryDetails;
  readonly onlyDifferences: boolean;
}

function Differences({ left, right, onlyDifferences }: DifferencesProps) {
  const comparison = useMemo(() => compareDetails(left, right), [left, right]);
  if (!comparison) return <p class="note">Bodies {tooLarge} are not compared.</p>;
  const { lines } = comparison;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be focusable
    <section class="comparison" aria-label="Differences" tabIndex={0}>
      <p class="note" role="status">
        {summarize(comparison)}
      </p>
      <table>
        <thead class="visually-hidden">
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

function summarize({ lines, isCut }: Comparison): string {
  const count = lines.filter(({ kind }) => kind !== 'same').length;
  const scope = isCut ? ` in the first ${lines.length.toLocaleString()} lines` : '';
  if (count === 0) return isCut ? `No differences${scope}.` : 'They are equal.';
  return `${count} ${count === 1 ? 'line differs' : 'lines differ'}${scope}.`;
}

/** Signs mark differences for people who do not see the colors. */
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

/** Returns undefined if a body is too large. */
function compareDetails(left: DeliveryDetails, right: DeliveryDetails): Comparison | undefined {
  const texts = [left, right].map(({ record }) => toJsonText(record));
  if (texts.some(isTooLarge)) return undefined;
  const [one, other] = texts.map(readJson);
  return one && other && compareJson(one, other);
}

/** Everything in which deliveries may differ, as JSON text with the payload as received. */
function toJsonText({ body, bodyBase64, responded, signature, headers }: DeliveryRecord): string {
  const payload = body !== undefined && isJson(body) ? body : JSON.stringify(body ?? bodyBase64);
  const rest = JSON.stringify({ responded, signature, headers });
  return `{"payload":${payload},${rest.slice(1)}`;
}
