import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { ConnectionFlags } from '../../tenant/api/connection-sources.ts';
import type { Listener } from '../listen.ts';
import type { TenantFacts } from '../output/listener.ts';

/** What of `listen`'s options is about a tenant. */
export interface ListenTenantFlags extends ConnectionFlags {
  readonly tenant?: true | undefined;
  /** Of an existing webhook: its id, a beginning of it, or its name. */
  readonly webhook?: string | undefined;
  readonly publicUrl?: URL | undefined;
  readonly tunnel?: true | undefined;
  readonly events?: readonly string[] | undefined;
  /** Milliseconds. */
  readonly pollInterval?: number | undefined;
  /** Accepts any certificate of the tenant, too. */
  readonly insecure?: true | undefined;
  /** Milliseconds, of the app. */
  readonly timeout: number;
  readonly signingKey?: readonly string[] | undefined;
}

/** A tenant whose deliveries come to a listener. */
export interface TenantLink {
  /** What deliveries are signed with. */
  readonly key: SigningKey;
  readonly facts: TenantFacts;
  /** Has deliveries come from now on. */
  begin(listener: Pick<Listener, 'url' | 'pipeline'>): Promise<void>;
  /** Calls back now and then with what a footer says of it. */
  onStatus(tell: (status: string) => void): void;
  /** Rejects where nothing can come anymore. */
  readonly lost: Promise<never>;
  /** Resolves once all that came is delivered, and the temporary webhook is gone. */
  end(): Promise<void>;
}
