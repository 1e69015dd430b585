import type { Terminal } from '../../cli/terminal/index.ts';
import { parseEventPatterns } from '../../core/logto/event-patterns.ts';
import { eventsOf } from '../api/schemas.ts';
import {
  explainUnreached,
  renderTestSend,
  renderTestSummary,
  toTestSendRecord,
} from '../output/test-send.ts';
import { findWebhook } from '../webhook/find.ts';
import { sendTest, type TestSend } from '../webhook/send-test.ts';
import { type TenantFlags, withTenant } from '../with-tenant.ts';

export interface TestFlags extends TenantFlags {
  readonly events?: readonly string[] | undefined;
  readonly to?: URL | undefined;
  readonly json?: true | undefined;
}

/** Makes Logto send its sample payloads, one after another, and sets the exit code. */
export async function testWebhook(
  named: string,
  flags: TestFlags,
  terminal: Terminal,
): Promise<void> {
  const { out, err } = terminal;
  const wanted = flags.events && parseEventPatterns(flags.events);
  const results: TestSend[] = [];
  // Logto waits up to 10 s for the endpoint before it responds.
  const patient = { ...flags, timeout: flags.timeout + 10_000 };
  await withTenant(patient, terminal, async (client) => {
    const webhook = await findWebhook(client, named);
    const events = wanted ?? eventsOf(webhook);
    const url = flags.to?.href ?? webhook.config.url;
    const width = Math.max(...events.map(({ length }) => length));
    for (const event of events) {
      const result = await sendTest(client, webhook, event, url);
      results.push(result);
      if (flags.json) out.line(JSON.stringify(toTestSendRecord(result, url)));
      else for (const line of renderTestSend(result, width, out.style)) out.line(line);
    }
    const isUnreached = results.some(({ reason }) => reason !== '');
    if (isUnreached && !flags.json) err.line(explainUnreached(url, err.style));
  });
  if (!flags.json && results.length > 1) err.line(renderTestSummary(results, err.style));
  terminal.exitCode = results.some(({ ok }) => !ok) ? 1 : 0;
}
