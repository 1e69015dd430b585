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

// What speaks to a tenant is imported by the command that does; `--help` is quick.

export const defineTenant: DefineCommand = (command, terminal) => {
  command.helpCommand(false).addHelpText('after', examples(tenantExamples, terminal.out.style));
  for (const define of [
    ...[defineWebhooks, defineDeliveries, defineRedeliver, defineTest, defineRecord],
    ...[defineCreate, defineUpdate, defineSwitches, defineRotateKey, defineKey, defineDelete],
    defineReconcile,
    defineCourier,
  ]) {
    define(command, terminal);
  }
};

/** What `redeliver` starts as a process of its own; nobody types it. */
function defineCourier(tenant: Command, terminal: Terminal): void {
  tenant.command('courier', { hidden: true }).action(async () => {
    const { runRedeliveryWorker: runCourier } = await import('./commands/worker.ts');
    await runCourier(terminal);
  });
}

const tenantExamples = [
  ['export LOGTO_ENDPOINT=https://<tenant-id>.logto.app', 'where; or in .env'],
  ['export LOGTO_AUTH=<app-id>:<app-secret>', 'of a machine-to-machine app'],
  ['logto-hooks tenant webhooks', 'what is there, and how it fares'],
  ['logto-hooks tenant deliveries <webhook> --failed', 'what did not arrive, and why'],
  ['logto-hooks tenant redeliver <webhook>', 'deliver it again'],
  ['logto-hooks tenant key <webhook> --write-env', 'its signing key, for your app'],
] as const;
