/** The end of the log, and the latest deliveries in it. */
export interface Tail {
  /** The number of the last entry, or 0. */
  number: number;
  hash: string;
  /** The size of the file, in bytes. */
  size: number;
  readonly deliveryIds: Set<string>;
}

/** The file was changed by another process. Nothing is written, because the chain would break. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError';
}

/** The number of deliveries to remember: repeats arrive within minutes. */
const maxRemembered = 100_000;

export function remember(known: Set<string>, more: Iterable<string>): void {
  for (const id of more) known.add(id);
  for (const id of known) {
    if (known.size <= maxRemembered) break;
    known.delete(id);
  }
}
