/** Where the log ends, and which deliveries it has seen lately. */
export interface Tail {
  /** Of the last entry; 0 where there is none. */
  number: number;
  hash: string;
  /** Of the file, in bytes. */
  size: number;
  readonly deliveryIds: Set<string>;
}

/** The file is not as this process left it: the chain would break, so nothing is written. */
export class AuditLogError extends Error {
  override readonly name = 'AuditLogError';
}

/** How many deliveries are known by heart: repeats come within minutes, not months. */
const memory = 100_000;

export function remember(known: Set<string>, more: Iterable<string>): void {
  for (const id of more) known.add(id);
  for (const id of known) {
    if (known.size <= memory) break;
    known.delete(id);
  }
}
