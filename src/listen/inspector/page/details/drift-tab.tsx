import type { DeliveryDetails, Drift } from '../../source.ts';

/** Where the payload is not what Logto promises. */
export function DriftTab({ of: { record } }: { of: DeliveryDetails }) {
  if (record.drift.length > 0) {
    return (
      <>
        <p class="note">
          Compared with what Logto promises of this event. Drift is never refused: it may be a newer
          release of Logto.
        </p>
        <DriftTable drifts={record.drift} />
      </>
    );
  }
  return <p class="note">{explain(record)}</p>;
}

function explain({ known, consoleTest, event }: DeliveryDetails['record']): string {
  if (consoleTest) {
    return 'A test payload of the Console: real events look different, so it is not compared.';
  }
  if (known) return `No drift: it has all that Logto promises of ${event}.`;
  if (event === null) return 'The body names no event, so there is nothing to compare it with.';
  return 'This version does not know the event: its shape was not checked.';
}

export function DriftTable({ drifts }: { drifts: readonly Drift[] }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Where</th>
          <th scope="col">Expected</th>
          <th scope="col">Got</th>
        </tr>
      </thead>
      <tbody>
        {drifts.map(({ path, expected, got }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{expected}</td>
            <td>{got}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
