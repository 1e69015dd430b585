import { stackLines } from '../../cli/output/text/stack.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { errorMessage } from '../../core/errors.ts';
import type { TenantClient } from '../../tenant/api/client.ts';
import type { TemporaryWebhook } from '../../tenant/webhook/temporary.ts';
import { renderLeftBehind } from './output.ts';

/** Deletes a temporary webhook when the listener ends. */
export interface WebhookCleanup {
  /** Sets the webhook to delete. */
  watch(made: TemporaryWebhook): void;
  /** Deletes it once and prints how to do so by hand if that fails; never throws. */
  remove(): Promise<void>;
  /** Prints an uncaught error and deletes the webhook. */
  readonly afterCrash: (error: unknown) => Promise<void>;
}

export function createWebhookCleanup(
  client: TenantClient,
  { err, argv }: Terminal,
): WebhookCleanup {
  let made: TemporaryWebhook | undefined;
  let removing: Promise<void> | undefined;

  async function remove(): Promise<void> {
    if (!made) return;
    const { id } = made.webhook;
    try {
      await made.remove(client);
    } catch (error) {
      const reason = errorMessage(error);
      for (const line of renderLeftBehind(reason, id, client.connection, err.style)) err.line(line);
    }
  }

  const cleanup: WebhookCleanup = {
    watch(temporary) {
      made = temporary;
      removing = undefined;
    },
    remove: () => {
      removing ??= remove();
      return removing;
    },
    async afterCrash(error) {
      err.line(`${err.style.red('internal error:')} ${String(error)}`);
      if (error instanceof Error && argv.includes('--debug')) err.lines(stackLines(error));
      await cleanup.remove();
    },
  };
  return cleanup;
}
