import type { Command } from '@commander-js/extra-typings';
import {
  collect,
  headerOption,
  insecureOption,
  jsonOption,
  read,
  timeoutOption,
} from '../../cli/options.ts';
import { examples } from '../../cli/output/examples.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { parseEndpoint } from '../../core/http/parse-url.ts';
import {
  authOption,
  endpointOption,
  eventsOption,
  resourceOption,
  writeEnvOption,
  yesOption,
} from './options.ts';

const webhookArgument = ['<webhook>', 'its id, a beginning of it, or its name'] as const;

export function defineCreate(tenant: Command, terminal: Terminal): void {
  tenant
    .command('create')
    .description('Make a webhook; Logto makes its id and its signing key.')
    .argument('[name]', "what it is called (default: the URL's host)")
    .option('--name <name>', 'the same')
    .requiredOption('--url <url>', 'where Logto shall send to', read(parseEndpoint))
    .addOption(eventsOption('which events (default: all)'))
    .addOption(headerOption)
    .option('--disabled', 'not turned on yet')
    .addOption(writeEnvOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant create my-webhook --url https://example.com/hook', 'all events'],
          [
            "logto-hooks tenant create users --url https://example.com/hook -e 'User.*'",
            'only some',
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
  tenant
    .command('update')
    .description('Change a webhook; what is not named stays as it is.')
    .argument(...webhookArgument)
    .option('--name <name>', 'what it is called')
    .option('--url <url>', 'where Logto shall send to', read(parseEndpoint))
    .addOption(eventsOption('which events, in place of the former'))
    .addOption(headerOption)
    .option('--unset-header <name>', 'remove a header (repeatable)', collect(String))
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant update my-webhook --url https://example.com/v2', 'elsewhere'],
          ["logto-hooks tenant update my-webhook -e 'User.*,PostSignIn'", 'other events'],
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
    ['enable', 'Turn a webhook on.', true],
    ['disable', 'Turn a webhook off: Logto sends it nothing, and logs nothing.', false],
  ] as const;
  for (const [name, description, enabled] of switches) {
    tenant
      .command(name)
      .description(description)
      .argument(...webhookArgument)
      .addOption(endpointOption)
      .addOption(authOption)
      .addOption(resourceOption)
      .addOption(timeoutOption)
      .addOption(insecureOption)
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
  tenant
    .command('rotate-key')
    .description('Give a webhook another signing key; the present one ends at once.')
    .argument(...webhookArgument)
    .addOption(writeEnvOption)
    .addOption(yesOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addOption(jsonOption)
    .addHelpText(
      'after',
      examples(
        [['logto-hooks tenant rotate-key my-webhook --write-env', 'and give it to your app']],
        terminal.out.style,
      ),
    )
    .action(async (webhook, options) => {
      const { rotateKey } = await import('./change.ts');
      await rotateKey(webhook, options, terminal);
    });
}

export function defineKey(tenant: Command, terminal: Terminal): void {
  tenant
    .command('key')
    .description("Print a webhook's signing key, or put it into a .env file.")
    .argument(...webhookArgument)
    .addOption(writeEnvOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks tenant key my-webhook', 'the key alone'],
          ['logto-hooks tenant key my-webhook --write-env', 'give it to your app through .env'],
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
  tenant
    .command('delete')
    .description('Remove a webhook with its log.')
    .argument(...webhookArgument)
    .addOption(yesOption)
    .addOption(endpointOption)
    .addOption(authOption)
    .addOption(resourceOption)
    .addOption(timeoutOption)
    .addOption(insecureOption)
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
