/** What a server answers to a page's challenge. */
export interface Proof {
  /** Whether the token is that of the run that answers, and not of an earlier one. */
  readonly isCurrent: boolean;
  /** HMAC-SHA256 of `provenText`, as base64url. */
  readonly hmac: string;
}

/**
 * Returns the text whose HMAC proves that a server knows the page's token. It has the address that the page
 * was loaded from, so that another server cannot pass on the answer of ours.
 */
export function provenText(facts: {
  /** `127.0.0.1:4040` */
  readonly host: string;
  /** Of this challenge alone; random. */
  readonly nonce: string;
  readonly isCurrent: boolean;
}): string {
  return JSON.stringify([facts.host, facts.nonce, facts.isCurrent]);
}
