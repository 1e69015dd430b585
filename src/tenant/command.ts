import type { Command } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { examples } from '../cli/output/examples.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import {
  defineCreate,
  defineDelete,
  defineKey,
  defineRotateKey,
  defineSwitches,
  defineUpdate,
} from './commands/define-changes.ts';
import { defineDeliveries, defineRecord, defineRedeliver } from './commands/define-deliveries.ts';
import { defineReconcile } from './commands/define-reconcile.ts';
import { defineTest, defineWebhooks } from './commands/define-webhooks.ts';
import { defineLogin, defineLogout, defineWhoami } from './login/define-login.ts';
import { defineTrigger } from './trigger/define-trigger.ts';

// The code that calls a tenant is imported by the actions, which keeps `--help` fast.

export const defineTenant: DefineCommand = (command, terminal) => {
  command.helpCommand(false).addHelpText('after', examples(tenantExamples, terminal.out.style));
  for (const define of [
    ...[defineWebhooks, defineDeliveries, defineRedeliver, defineTest, defineRecord],
    ...[defineCreate, defineUpdate, defineSwitches, defineRotateKey, defineKey, defineDelete],
    ...[defineReconcile, defineTrigger, defineLogin, defineLogout, defineWhoami],
    defineWorker,
  ]) {
    define(command, terminal);
  }
};

/** Defines the hidden command that `redeliver` starts as a separate process. */
function defineWorker(tenant: Command, terminal: Terminal): void {
  tenant.command('worker', { hidden: true }).action(async () => {
    const { runRedeliveryWorker } = await import('./commands/worker.ts');
    await runRedeliveryWorker(terminal);
  });
}

const tenantExamples = [
  ['logto-hooks tenant login', 'or set LOGTO_ENDPOINT and LOGTO_AUTH, also in .env'],
  ['logto-hooks tenant webhooks', 'list webhooks'],
  ['logto-hooks tenant deliveries <webhook> --failed', 'list failed deliveries'],
  ['logto-hooks tenant redeliver <webhook>', 'redeliver them'],
  ['logto-hooks tenant key <webhook> --write-env', 'give your app the signing key'],
] as const;
