import { UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/http/loopback.ts';
import type { Transport } from '../core/http/transport/transport.ts';
import type { SigningKey } from '../core/workspace/signing-key.ts';
import type { Webhook } from '../tenant/api/schemas.ts';
import type { WebhookHealth } from '../tenant/webhook/health.ts';
import type { ExpectedWebhook } from './config.ts';
import { type Finding, findingsOf } from './finding.ts';
import { checkAppWebhook, checkDeliveries } from './webhook-settings.ts';
import { checkWebhookUrl } from './webhook-url.ts';

/** A tenant as the checks see it. */
export interface TenantProbe {
  readonly endpoint: URL;
  /** The source of the connection, and its proxy if any, for messages. */
  readonly via: string;
  readonly transport: Transport;
  /**
   * Returns all webhooks, and by how many milliseconds the tenant's clock is ahead, if it sends a date.
   * @throws UsageError saying why there are none
   */
  listWebhooks(): Promise<{ webhooks: readonly Webhook[]; skew: number | undefined }>;
  readHealth(webhook: Webhook): Promise<WebhookHealth>;
}

/** The project's settings that must agree with the tenant. */
export interface ProjectSettings {
  readonly keys: readonly SigningKey[];
  readonly expected: ExpectedWebhook;
}

/** Milliseconds that the clocks may differ without breaking log windows and dates. */
const tolerableSkew = 60_000;

/**
 * Checks whether the tenant can be reached and grants access, whether the clocks agree, and each webhook:
 * its URL, its deliveries, and whether it fits this project.
 * @param open returns undefined if no tenant is set; throws UsageError if its settings are wrong
 */
export async function* checkTenant(
  open: () => Promise<TenantProbe | undefined>,
  project: ProjectSettings,
): AsyncGenerator<Finding> {
  const about = findingsOf('tenant', 'Tenant');
  try {
    const tenant = await open();
    if (!tenant) {
      yield about.skipped(
        'none is set',
        "To check one, run 'logto-hooks tenant login', or set LOGTO_ENDPOINT and LOGTO_AUTH.",
      );
      return;
    }
    const { webhooks, skew } = await tenant.listWebhooks();
    const count = `${webhooks.length} ${webhooks.length === 1 ? 'webhook' : 'webhooks'}`;
    yield about.passed(`${tenant.endpoint.origin} grants access · ${count} · ${tenant.via}`);
    yield checkClock(skew);
    yield* checkAppWebhook(webhooks, project.keys, project.expected);
    const isNear = isLoopback(tenant.endpoint);
    for (const webhook of webhooks) {
      yield await checkWebhookUrl(webhook, isNear, tenant.transport);
      const deliveries = checkDeliveries(webhook, await tenant.readHealth(webhook));
      if (deliveries) yield deliveries;
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    yield about.failed(error.message, error.remedy);
  }
}

function checkClock(skew: number | undefined): Finding {
  const about = findingsOf('clock', 'Clock');
  if (skew === undefined) return about.skipped('the tenant sends no date');
  const seconds = Math.round(Math.abs(skew) / 1000);
  if (Math.abs(skew) <= tolerableSkew) {
    return about.passed(seconds <= 2 ? 'agrees with the tenant' : `${seconds} s off the tenant's`);
  }
  return about.failed(
    `This machine is ${seconds} s ${skew > 0 ? 'behind' : 'ahead of'} the tenant.`,
    'Synchronize the clock with NTP: times here and in the log cannot be compared.',
  );
}
