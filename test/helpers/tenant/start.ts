import { onTestFinished } from 'vitest';
import { createTenant, type Tenant, type TenantOptions } from './tenant.ts';

/** Starts a tenant that is closed after the test. */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const tenant = await createTenant(options);
  onTestFinished(() => tenant.close());
  return tenant;
}
