import type { SigningKey } from '../../core/workspace/signing-key.ts';
import type { ConnectionFlags } from '../../tenant/api/connection-sources.ts';
import type { Listener } from '../listen.ts';
import type { TenantFacts } from '../output/tenant.ts';
import type { HostFilter } from './mirror-selection.ts';

/** The options of `listen` for a tenant. */
export interface ListenTenantFlags extends ConnectionFlags {
  readonly tenant?: true | undefined;
  /** The id of an existing webhook, the beginning of it, or its name. */
  readonly webhook?: string | undefined;
  /** Mirror the tenant's own webhooks: all of them, or those on a host. */
  readonly mirror?: HostFilter | true | undefined;
  readonly forwardTo?: URL | undefined;
  readonly publicUrl?: URL | undefined;
  readonly tunnel?: true | undefined;
  readonly events?: readonly string[] | undefined;
  readonly skipEvents?: readonly string[] | undefined;
  /** Milliseconds. */
  readonly pollInterval?: number | undefined;
  /** Accept any TLS certificate, also of the tenant. */
  readonly insecure?: true | undefined;
  /** Milliseconds for the app to respond. */
  readonly timeout: number;
  readonly signingKey?: readonly string[] | undefined;
}

/** A connection from a tenant to a listener. */
export interface TenantLink {
  /** The keys that deliveries are signed with; a mirror adds those of changed webhooks. */
  readonly keys: readonly [SigningKey, ...SigningKey[]];
  readonly facts: TenantFacts;
  /** Starts receiving deliveries. */
  begin(listener: Pick<Listener, 'url' | 'pipeline'>): Promise<void>;
  /** Calls back with the status for a footer, regularly. */
  onStatus(show: (status: string) => void): void;
  /** Rejects when no more deliveries can arrive. */
  readonly lost: Promise<never>;
  /** Stops; resolves when all deliveries are handled and the temporary webhook is deleted. */
  end(): Promise<void>;
}
