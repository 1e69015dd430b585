import type { Context } from '../receiver/handler.ts';
import type { Pseudonym } from './pseudonym.ts';

/** One visit. Only the IP address is personal, and not every provider gets it. */
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
  /** Returns why the visit was not counted, if a retry would not help. */
  count(visit: Visit, context: Context): Promise<string | undefined>;
}
