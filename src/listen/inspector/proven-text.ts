/** A server's response to a page's challenge. */
export interface Proof {
  /** Whether the token belongs to the current run and not to an earlier one. */
  readonly isCurrent: boolean;
  /** HMAC-SHA256 of `provenText`, as base64url. */
  readonly hmac: string;
}

/**
 * Returns the text whose HMAC proves that a server knows the page's token. It includes the address that
 * the page was loaded from, so that another server cannot relay our response.
 */
export function provenText(facts: {
  /** `127.0.0.1:4040` */
  readonly host: string;
  /** Random, new for each challenge. */
  readonly nonce: string;
  readonly isCurrent: boolean;
}): string {
  return JSON.stringify([facts.host, facts.nonce, facts.isCurrent]);
}
