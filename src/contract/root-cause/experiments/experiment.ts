import { createHash, createHmac } from 'node:crypto';
import type { CustomHeaders } from '../../../core/logto/request-headers.ts';
import type { RootCauseId } from '../root-cause.ts';

/** A delivery as Logto sends it, before an experiment alters it. */
export interface PlainDelivery {
  readonly body: string;
  /** The signing key, or another one if the altered delivery must be refused. */
  readonly key: string;
  readonly url: URL;
  readonly event: string;
}

/** A delivery as an experiment sends it; absent fields are those of the plain one. */
export interface AlteredDelivery {
  readonly body?: string;
  /** The values of the signature header; empty for no header. */
  readonly signatures?: readonly string[];
  readonly headers?: CustomHeaders;
  /** Headers sent with exactly this spelling, after all others. */
  readonly exactHeaders?: CustomHeaders;
  /** The value of the Host header. */
  readonly host?: string;
  /** The URL with another query. */
  readonly url?: URL;
}

/** The explanation of a proved experiment. */
export interface Explanation {
  /** The mistake, in one sentence. */
  readonly message: string;
  /** How the accepted delivery differs, continuing "The same delivery …". */
  readonly change: string;
  readonly remedy: string;
}

/** Returns whether to apply a part of an alteration. */
export type HasPart = (name: string) => boolean;

/** One hypothesis: a delivery altered in exactly this way is accepted, although a plain one is refused. */
export interface Experiment {
  readonly id: RootCauseId;
  readonly alter: (plain: PlainDelivery, has: HasPart) => AlteredDelivery;
  /** @param needed those of `parts` without which the altered delivery is refused */
  readonly explain: (needed: readonly string[], event: string) => Explanation;
  /** Changes made together, such as added headers; the search reduces them to the needed ones. */
  readonly parts?: (plain: PlainDelivery) => readonly string[];
  /**
   * `skip` if the altered delivery needs no key, so that it is also accepted with a wrong one.
   * Otherwise a wrong key must be refused.
   */
  readonly wrongKey?: 'refused' | 'skip';
  /** Whether the body contains characters that languages escape differently. */
  readonly needsSpecialCharacters?: true;
  /** Whether it sends the signing key itself, which must not leave this machine. */
  readonly sendsKey?: true;
  /** The check that covers this mistake; that of the event unless given. */
  readonly check?: string;
}

/** Experiments on one subject. */
export interface ExperimentGroup {
  /** The subject, for "Tried: …". */
  readonly subject: string;
  readonly experiments: readonly Experiment[];
}

/** Computes an HMAC. @param algorithm as node:crypto names it */
export function hmac(
  key: string | Uint8Array,
  text: string | Uint8Array,
  encoding: 'hex' | 'base64' | 'base64url' = 'hex',
  algorithm = 'sha256',
): string {
  return createHmac(algorithm, key).update(text).digest(encoding);
}

/** Computes a plain hash in hex. */
export function hash(text: string | Uint8Array, algorithm = 'sha256'): string {
  return createHash(algorithm).update(text).digest('hex');
}

/** Makes an experiment that only changes the value of the signature header. */
export function signing(
  id: RootCauseId,
  signatureOf: (plain: PlainDelivery) => string,
  explanation: Explanation,
  rest: Partial<Experiment> = {},
): Experiment {
  return {
    id,
    alter: (plain) => ({ signatures: [signatureOf(plain)] }),
    explain: () => explanation,
    ...rest,
  };
}
