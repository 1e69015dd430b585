import { createHash, createHmac } from 'node:crypto';
import { type Proof, provenText } from './proven-text.ts';

/**
 * Returns the key that proves to a page that the server knows the token, without revealing it. The page
 * sends nothing secret before: after a listener has exited, any process may listen on its port.
 */
export function proofKeyOf(token: string): string {
  return createHmac('sha256', token).update('server').digest('base64url');
}

/** Returns what a page sends instead of the token; it is useless to a later process on the same port. */
export function pageKeyOf(token: string): string {
  return createHmac('sha256', token).update('page').digest('base64url');
}

/** Returns the SHA-256 of a token as hex, which identifies the run without revealing the token. */
export function runOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Returns the response to a page's challenge. */
export function prove(proofKey: string, facts: Omit<Proof, 'hmac'> & Challenge): Proof {
  const hmac = createHmac('sha256', proofKey).update(provenText(facts)).digest('base64url');
  return { isCurrent: facts.isCurrent, hmac };
}

interface Challenge {
  readonly host: string;
  readonly nonce: string;
}
