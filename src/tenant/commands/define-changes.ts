import type { Command } from '@commander-js/extra-typings';
import { headerOption } from '../../cli/header-option.ts';
import { logtoOption } from '../../cli/logto-version.ts';
import { collect, jsonOption, read } from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { parseEndpoint } from '../../core/http/parse-url.ts';
import { addConnectionOptions } from '../connection-options.ts';
import { eventsOption, webhookArgument, writeEnvOption, yesOption } from './options.ts';

export function defineCreate(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('create')
      .description('Create a webhook')
      .argument('[name]', "Name (default: the URL's host)")
      .option('--name <name>', 'Same as the argument')
      .requiredOption('--url <url>', 'Endpoint URL', read(parseEndpoint))
      .addOption(eventsOption('Events (default: all)'))
      .addOption(logtoOption)
      .addOption(headerOption)
      .option('--disabled', 'Create it disabled')
      .addOption(writeEnvOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant create my-webhook --url https://example.com/hook', 'all events'],
          [
            "logto-hooks tenant create users --url https://example.com/hook -e 'User.*'",
            'some of them',
          ],
        ],
        terminal.out.style,
      ),
    )
    .action(async (word, { name = word, ...options }) => {
      const { createWebhook } = await import('./change.ts');
      await createWebhook({ ...options, name }, terminal);
    });
}

export function defineUpdate(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('update')
      .description('Edit a webhook; omitted settings stay unchanged')
      .argument(...webhookArgument)
      .option('--name <name>', 'Name')
      .option('--url <url>', 'Endpoint URL', read(parseEndpoint))
      .addOption(eventsOption('Replace the events'))
      .addOption(logtoOption)
      .addOption(headerOption)
      .option('--unset-header <name>', 'Remove a header (repeatable)', collect(String)),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant update my-webhook --url https://example.com/v2', 'change the URL'],
          ["logto-hooks tenant update my-webhook -e 'User.*,PostSignIn'", 'change the events'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, { unsetHeader: unsetHeaders, ...options }) => {
      const { updateWebhook } = await import('./change.ts');
      await updateWebhook(webhook, { ...options, unsetHeaders }, terminal);
    });
}

export function defineSwitches(tenant: Command, terminal: Terminal): void {
  const switches = [
    ['enable', 'Enable a webhook', true],
    ['disable', 'Disable a webhook: Logto stops sending and logging', false],
  ] as const;
  for (const [name, description, enabled] of switches) {
    addConnectionOptions(
      tenant
        .command(name)
        .description(description)
        .argument(...webhookArgument),
    )
      .addOption(jsonOption)
      .addHelpText(
        'after',
        examples([[`logto-hooks tenant ${name} my-webhook`, 'by its name']], terminal.out.style),
      )
      .action(async (webhook, options) => {
        const { switchWebhook } = await import('./change.ts');
        await switchWebhook(webhook, enabled, options, terminal);
      });
  }
}

export function defineRotateKey(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('rotate-key')
      .description("Replace a webhook's signing key; the old one stops working")
      .argument(...webhookArgument)
      .addOption(writeEnvOption)
      .addOption(yesOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [['logto-hooks tenant rotate-key my-webhook --write-env', 'and write it to .env']],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { rotateKey } = await import('./change.ts');
      await rotateKey(webhook, options, terminal);
    });
}

export function defineKey(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('key')
      .description("Print a webhook's signing key, or write it to a .env file")
      .argument(...webhookArgument)
      .addOption(writeEnvOption),
  )
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant key my-webhook', 'print only the key'],
          ['logto-hooks tenant key my-webhook --write-env', 'write it to .env for your app'],
        ],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { printKey } = await import('./change.ts');
      await printKey(webhook, options, terminal);
    });
}

export function defineDelete(tenant: Command, terminal: Terminal): void {
  addConnectionOptions(
    tenant
      .command('delete')
      .description('Delete a webhook and its log')
      .argument(...webhookArgument)
      .addOption(yesOption),
  )
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples([['logto-hooks tenant delete my-webhook --yes', 'in a script']], terminal.out.style),
    )
    .action(async (webhook, options) => {
      const { deleteWebhook } = await import('./change.ts');
      await deleteWebhook(webhook, options, terminal);
    });
}
