import type { Terminal } from '../../cli/terminal/index.ts';
import { UsageError } from '../../core/errors.ts';
import { runWorker } from '../redeliver/worker.ts';

/**
 * Runs the process that delivers for `redeliver`.
 * @throws UsageError if a user runs it
 */
export async function runRedeliveryWorker(terminal: Terminal): Promise<void> {
  const channel = await terminal.channelToParent();
  if (!channel) {
    throw new UsageError("'tenant worker' is for internal use.", "Use 'tenant redeliver'.");
  }
  await runWorker(channel, terminal);
}
