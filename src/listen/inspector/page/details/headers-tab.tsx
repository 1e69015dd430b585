import type { DeliveryDetails } from '../../source.ts';

/** The request's headers in the received order. */
export function HeadersTab({ of: { record } }: { of: DeliveryDetails }) {
  return <HeaderTable headers={record.headers} />;
}

export function HeaderTable({ headers }: { headers: Readonly<Record<string, string>> }) {
  return (
    <table class="table">
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(headers).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
