/** The facts that tell whether a delivery was rejected. */
export interface RejectionFacts {
  readonly signature: 'valid' | 'invalid' | 'missing';
  readonly forward: unknown;
  /** The status returned to the sender. */
  readonly responded: number;
}

/**
 * Returns whether the listener rejected a delivery for its signature, so that the app never got it. Replays of
 * several deliveries leave these out, because they may be forged.
 */
export function isRejected({ signature, forward, responded }: RejectionFacts): boolean {
  return signature !== 'valid' && forward === null && responded === 401;
}

/** Returns `1 delivery with an invalid signature`. */
export function describeRejected(rejected: readonly Pick<RejectionFacts, 'signature'>[]): string {
  const isMissing = rejected.some(({ signature }) => signature === 'missing');
  const isInvalid = rejected.some(({ signature }) => signature === 'invalid');
  const kind = isMissing && isInvalid ? 'an invalid or missing' : isMissing ? 'no' : 'an invalid';
  return `${rejected.length} ${rejected.length === 1 ? 'delivery' : 'deliveries'} with ${kind} signature`;
}

/** Returns why there is nothing to replay, if some deliveries were rejected or none was selected. */
export function explainNothing(rejected: number): string {
  if (rejected === 0) return 'There is nothing to replay.';
  const what =
    rejected === 1
      ? '1 delivery was rejected for its signature'
      : `${rejected} deliveries were rejected for their signatures`;
  return `There is nothing to replay: ${what} and never forwarded.`;
}
