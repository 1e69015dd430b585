import { createHmac } from 'node:crypto';

/** Stands for one user: always the same, and nobody without the key can tell for whom. */
export interface Pseudonym {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** The same as two numbers, the form of Google's own client ids. */
  readonly clientId: string;
}

/** A plain digest would not do: whoever knows the user ids could compute it. */
export function createPseudonym(key: string): (userId: string) => Pseudonym {
  return (userId) => {
    const digest = createHmac('sha256', key).update(userId).digest();
    return {
      id: digest.toString('hex', 0, 16),
      clientId: `${digest.readUInt32BE(16)}.${digest.readUInt32BE(20)}`,
    };
  };
}
