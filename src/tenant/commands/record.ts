import path from 'node:path';
import { renderSaved } from '../../cli/output/delivery/recording.ts';
import type { Terminal } from '../../cli/terminal/index.ts';
import { systemCode, UsageError } from '../../core/errors.ts';
import { resolveRedactionKey } from '../../core/redact/key.ts';
import { recordEntries } from '../log/record.ts';
import { checkTimeRange, type EntryFilter, selectEntries } from '../log/select.ts';
import { findWebhook } from '../webhook/find.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';

export interface RecordFlags extends TenantFlags, EntryFilter {
  readonly redact?: true | undefined;
  readonly json?: true | undefined;
}

/** Saves deliveries as fixtures and prints what was saved. */
export async function recordDeliveries(
  named: string,
  directory: string,
  flags: RecordFlags,
  terminal: Terminal,
): Promise<void> {
  checkTimeRange(flags);
  const { cwd, out, err } = terminal;
  const redactionKey = flags.redact && resolveRedactionKey(cwd);
  let count = 0;
  const use = async (client: Parameters<typeof findWebhook>[0]) => {
    const webhook = await findWebhook(client, named);
    const entries = selectEntries(client, webhook, flags);
    for await (const saved of recordEntries(entries, path.resolve(cwd, directory), redactionKey)) {
      const file = path.relative(cwd, saved.file);
      count++;
      if (flags.json) out.line(JSON.stringify({ type: 'saved', file, replaced: saved.replaced }));
      else {
        const lines = renderSaved({ ...saved, file }, { listsReplaced: true }, out.style);
        for (const line of lines) out.line(line);
      }
    }
  };
  try {
    await withTenant(flags, terminal, use, { isLong: true });
  } catch (error) {
    const code = error instanceof UsageError ? undefined : systemCode(error);
    if (code === undefined) throw error;
    throw new UsageError(
      `${directory} cannot be written (${code}).`,
      'Use a directory that you can write to.',
      { cause: error },
    );
  }
  err.line(count === 0 ? 'There is nothing new to save.' : `Saved ${count} in ${directory}.`);
}
