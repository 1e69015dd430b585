import type { Command } from '@commander-js/extra-typings';
import { jsonOption } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { addConnectionOptions, addTenantOptions, profileOption } from '../connection-options.ts';

export function defineLogin(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('login')
      .description('Store a tenant and its credentials as a profile')
      .option('--app-id <id>', 'ID of the machine-to-machine app')
      .option('--secret-stdin', "Read the app's secret from standard input"),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant login', 'asks for endpoint, app ID and secret'],
          ['logto-hooks tenant login --profile staging', 'a second tenant'],
          [
            'pass logto | logto-hooks tenant login --endpoint <url> --app-id <id> --secret-stdin',
            'in a script',
          ],
        ],
        terminal.out.style,
      ),
    )
    .action(async (options) => {
      const { login } = await import('./login.ts');
      await login(options, terminal);
    });
}

export function defineLogout(tenant: Command, terminal: Terminal): void {
  tenant
    .command('logout')
    .description('Remove a profile and its credentials')
    .addOption(profileOption)
    .option('--all', 'Remove every profile')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant logout', 'the default profile'],
          ['logto-hooks tenant logout --profile staging', 'a profile by its name'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (options) => {
      const { logout } = await import('./logout.ts');
      logout(options, terminal);
    });
}

export function defineWhoami(tenant: Command, terminal: Terminal): void {
  addTenantOptions(
    tenant.command('whoami').description('Show which tenant and app the commands use, and why'),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant whoami', 'endpoint, app, source, profiles'],
          ['logto-hooks tenant whoami --json | jq -r .endpoint', 'in a script'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (options) => {
      const { whoami } = await import('./whoami.ts');
      whoami(options, terminal);
    });
}
