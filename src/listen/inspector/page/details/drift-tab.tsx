import type { DeliveryDetails, Drift } from '../../source.ts';

/** The payload's differences from the schema of its event. */
export function DriftTab({ of: { record } }: { of: DeliveryDetails }) {
  if (record.drift.length > 0) {
    return (
      <>
        <p class="note">
          Differences from the schema of this event. Drift is never rejected: the payload may come
          from a newer Logto version.
        </p>
        <DriftTable drifts={record.drift} />
      </>
    );
  }
  return <p class="note">{explain(record)}</p>;
}

function explain({ known, consoleTest, event }: DeliveryDetails['record']): string {
  if (consoleTest) {
    return 'This is a test payload from Logto Console. It differs from real events, so it is not checked.';
  }
  if (known) return `No drift: the payload matches the schema of ${event}.`;
  if (event === null) return 'The body names no event, so it was not checked.';
  return 'This version does not know the event, so the payload was not checked.';
}

export function DriftTable({ drifts }: { drifts: readonly Drift[] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Expected</th>
          <th scope="col">Got</th>
        </tr>
      </thead>
      <tbody>
        {drifts.map(({ path, expected, got }) => (
          <tr key={path}>
            <th scope="row">{path.slice(0, 1_000)}</th>
            <td>{expected}</td>
            <td>{got.slice(0, 1_000)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
