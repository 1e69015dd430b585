import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import { copyOf, insecureOption, timeoutOption } from '../cli/options.ts';

const endpointOption = new Option(
  '--endpoint <url>',
  'Tenant URL: https://<tenant-id>.logto.app (default: LOGTO_ENDPOINT, .env)',
);

/** Not parsed by commander, which would print a malformed secret. */
const authOption = new Option(
  '--auth <app-id:app-secret>',
  'Machine-to-machine app (default: LOGTO_AUTH, .env)',
);

const resourceOption = new Option(
  '--resource <indicator>',
  'Management API indicator, for custom domains (default: LOGTO_RESOURCE, .env)',
);

export const profileOption = new Option(
  '--profile <name>',
  "Profile of 'tenant login' (default: LOGTO_PROFILE, 'default')",
);

/** Adds the options for the tenant and the app to call it as. */
export function addTenantOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return command
    .addOption(copyOf(endpointOption))
    .addOption(copyOf(authOption))
    .addOption(copyOf(resourceOption))
    .addOption(copyOf(profileOption));
}

/** Adds the options of every command that calls a tenant. */
export function addConnectionOptions<Args extends unknown[], Options extends OptionValues>(
  command: Command<Args, Options>,
) {
  return addTenantOptions(command).addOption(timeoutOption).addOption(insecureOption);
}
