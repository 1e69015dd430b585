import type { Pseudonym } from './pseudonym.ts';

/** What is counted. Nothing in it says who it was, but for the address, which not all providers get. */
export interface Visit {
  readonly name: 'sign_up' | 'login';
  readonly visitor: Pseudonym;
  readonly at: Date;
  /** The application's name. */
  readonly application: string | undefined;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

export interface Provider {
  readonly name: string;
  /** @returns why it was not counted, where trying again would not help */
  count(visit: Visit, signal: AbortSignal): Promise<string | undefined>;
}
