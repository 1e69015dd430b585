import { UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/http/loopback.ts';
import type { Transport } from '../core/http/transport.ts';
import { type Finding, findingsOf } from './finding.ts';
import { checkWebhook, type WebhookSight } from './webhook-url.ts';

/** What is asked of a tenant; the command knows how. */
export interface TenantProbe {
  readonly endpoint: URL;
  /**
   * All webhooks.
   * @throws UsageError, which says what hinders it
   */
  listWebhooks(): Promise<readonly WebhookSight[]>;
  /** The tenant's clock less ours, in milliseconds; undefined where it does not tell the time. */
  skew(): number | undefined;
}

/** Milliseconds that clocks may be apart: log windows and dates in what is sent still make sense. */
const tolerableSkew = 60_000;

/**
 * Whether the tenant is reachable and permits what the tool does, whether the clocks agree, and where its
 * webhooks point to.
 * @param open gives undefined where no tenant is set; throws UsageError where its settings are wrong
 */
export async function* checkTenant(
  open: () => Promise<TenantProbe | undefined>,
  transport: Transport,
): AsyncGenerator<Finding> {
  const about = findingsOf('tenant', 'Tenant');
  try {
    const tenant = await open();
    if (!tenant) {
      yield about.skipped(
        'none is set',
        'To look at one: set LOGTO_ENDPOINT and LOGTO_AUTH, or give --endpoint and --auth.',
      );
      return;
    }
    const webhooks = await tenant.listWebhooks();
    const count = `${webhooks.length} ${webhooks.length === 1 ? 'webhook' : 'webhooks'}`;
    yield about.passed(`${tenant.endpoint.origin} is reachable and permitted · ${count}`);
    yield checkClock(tenant.skew());
    const isNear = isLoopback(tenant.endpoint);
    for (const webhook of webhooks) yield await checkWebhook(webhook, isNear, transport);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield about.failed(error.message, error.remedy);
  }
}

function checkClock(skew: number | undefined): Finding {
  const about = findingsOf('clock', 'Clock');
  if (skew === undefined) return about.skipped('the tenant does not tell the time');
  // The Date header has whole seconds.
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) <= tolerableSkew) {
    return about.passed(seconds <= 2 ? 'agrees with the tenant' : `${seconds} s off the tenant's`);
  }
  return about.failed(
    `this machine is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} the tenant.`,
    'Set the clock, best by NTP: times here and in the log cannot be compared.',
  );
}
