import { createHash, createHmac } from 'node:crypto';
import { type Proof, provenText } from './proven-text.ts';

/**
 * Returns a key that proves to a page that its server knows the token, without the token itself. The page
 * sends nothing secret before that: when a listener has ended, anyone may listen on its port.
 */
export function proofKeyOf(token: string): string {
  return createHmac('sha256', token).update('server').digest('base64url');
}

/**
 * Returns what a page sends instead of the token: it is worth nothing to a later run, nor to who takes the
 * port after this one.
 */
export function pageKeyOf(token: string): string {
  return createHmac('sha256', token).update('page').digest('base64url');
}

/** Returns the SHA-256 of a token, as hex: it names the run, and the token cannot be found from it. */
export function runOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Returns the answer to a page's challenge. */
export function prove(proofKey: string, facts: Omit<Proof, 'hmac'> & Challenge): Proof {
  const hmac = createHmac('sha256', proofKey).update(provenText(facts)).digest('base64url');
  return { isCurrent: facts.isCurrent, hmac };
}

interface Challenge {
  readonly host: string;
  readonly nonce: string;
}
