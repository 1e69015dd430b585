import { createHmac } from 'node:crypto';
import type { RootCauseId } from '../../../src/contract/root-cause/root-cause.ts';
import { signingKey } from '../receiver.ts';

/** A receiver with one mistake, and the cause that the report must name. */
interface Mistake {
  /** In kebab-case: the path at which it is served. */
  readonly name: string;
  readonly cause: RootCauseId;
  /** Matches the first line of the report. */
  readonly says: RegExp;
}

/** Receivers of one framework, each at the path of its name. */
export interface MistakenReceivers {
  readonly framework: string;
  readonly mistakes: readonly Mistake[];
  /** Listens on a free port of loopback. */
  start(): Promise<{ readonly origin: string; close(): Promise<unknown> }>;
}

/** The header with the signature. */
export const signatureHeader = 'logto-signature-sha-256';

/** Computes an HMAC. */
export function hmac(
  body: string | Buffer,
  encoding: 'hex' | 'base64' = 'hex',
  key: string | Buffer = signingKey,
  algorithm = 'sha256',
): string {
  return createHmac(algorithm, key).update(body).digest(encoding);
}
