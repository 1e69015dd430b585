import { createNodeTransport } from '../core/http/transport/node-transport.ts';
import { checkConfig, type ParseConfiguration } from './config.ts';
import { checkEnvFiles } from './env-files.ts';
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
  /** The version of Node.js: `20.19.0`. */
  readonly nodeVersion: string;
  readonly parseConfiguration: ParseConfiguration;
  /** Opens the tenant; returns undefined if none is set. @throws UsageError if its settings are wrong */
  readonly openTenant: () => Promise<TenantProbe | undefined>;
}

/** Checks everything from this machine to the tenant without changes, and yields each finding immediately. */
export async function* runChecks(options: CheckOptions): AsyncGenerator<Finding> {
  const { cwd } = options;
  const transport = createNodeTransport({ insecure: true });
  yield checkRuntime(options.nodeVersion);
  const config = checkConfig(cwd, options.parseConfiguration);
  yield config.finding;
  const envFiles = await checkEnvFiles(cwd);
  const { findings, keys } = checkSigningKeys(options, envFiles);
  yield* findings;
  yield* envFiles.findings;
  yield checkListenerPort(transport);
  yield checkInspectorPort(transport);
  yield checkHistory(cwd);
  yield* checkTenant(options.openTenant, { keys, expected: config.expected });
}
