import { createNodeTransport } from '../core/http/node-transport.ts';
import { checkConfig, type ParseConfiguration } from './config.ts';
import { checkEnvFile } from './env-file.ts';
import type { Finding } from './finding.ts';
import { checkHistory } from './history.ts';
import { checkInspectorPort, checkListenerPort } from './ports.ts';
import { checkRuntime } from './runtime.ts';
import { checkSigningKeys } from './signing-keys.ts';
import { checkTenant, type TenantProbe } from './tenant.ts';

export interface CheckOptions {
  /** The working directory. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of Node.js: `20.19.0`. */
  readonly nodeVersion: string;
  readonly parseConfiguration: ParseConfiguration;
  /** Undefined where no tenant is set; throws UsageError where its settings are wrong. */
  readonly openTenant: () => Promise<TenantProbe | undefined>;
}

/** Looks at everything, from here to the tenant, and changes nothing; tells each finding as it is found. */
export async function* runChecks(options: CheckOptions): AsyncGenerator<Finding> {
  const { cwd } = options;
  const transport = createNodeTransport({ insecure: true });
  yield checkRuntime(options.nodeVersion);
  yield checkConfig(cwd, options.parseConfiguration);
  yield* checkSigningKeys(options);
  yield checkEnvFile(cwd);
  yield checkListenerPort(transport);
  yield checkInspectorPort(transport);
  yield checkHistory(cwd);
  yield* checkTenant(options.openTenant, transport);
}
