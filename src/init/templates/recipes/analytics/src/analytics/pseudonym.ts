import { createHmac } from 'node:crypto';

/** A stable identifier of one user, which cannot be traced to the user without the key. */
export interface Pseudonym {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Two numbers, the format of Google's own client ids. */
  readonly clientId: string;
}

/** Uses an HMAC, because anyone who knows the user ids can compute a plain digest. */
export function createPseudonym(key: string): (userId: string) => Pseudonym {
  return (userId) => {
    const digest = createHmac('sha256', key).update(userId).digest();
    return {
      id: digest.toString('hex', 0, 16),
      clientId: `${digest.readUInt32BE(16)}.${digest.readUInt32BE(20)}`,
    };
  };
}
