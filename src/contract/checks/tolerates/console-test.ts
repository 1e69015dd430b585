import type { EventName } from '../../../core/logto/events.ts';
import { type Finding, passed } from '../../check.ts';
import type { PayloadObject } from '../../payloads/payload-source.ts';
import type { ReceiverClient } from '../../receiver/client.ts';
import type { Exchange } from '../../receiver/exchange.ts';
import { assertAccepted, summarize } from '../assertions.ts';

/** Returns a payload as captured from Logto 1.43; exception events have the shape of data events. */
function consoleTestPayload(event: EventName, createdAt: string, hookId: unknown): PayloadObject {
  const start = { event, hookId, createdAt, userAgent: 'fake-user-agent' };
  if (!event.startsWith('Post')) {
    return {
      ...start,
      path: '/fake-path/:id',
      method: 'POST',
      status: 200,
      params: { id: 'fake-id' },
      data: { result: 'success' },
    };
  }
  const now = Date.parse(createdAt);
  return {
    ...start,
    sessionId: 'fake-session-id',
    userIp: 'fake-user-ip',
    userId: 'fake-id',
    user: {
      id: 'fake-id',
      username: 'fake-user',
      primaryEmail: 'fake-user@fake-service.com',
      primaryPhone: '1234567890',
      name: 'Fake User',
      avatar: 'https://fake-service.com/avatars/fake-user.png',
      customData: { theme: 'light' },
      identities: { google: { userId: 'fake-google-user-id' } },
      profile: {},
      applicationId: 'fake-application-id',
      cimdClientId: null,
      isSuspended: false,
      lastSignInAt: now,
      createdAt: now,
      updatedAt: now,
    },
    application: {
      id: 'fake-spa-application-id',
      type: 'SPA',
      name: 'Fake Application',
      description: 'Fake application data for testing',
    },
  };
}

export async function runConsoleTest(client: ReceiverClient): Promise<Finding> {
  const { accepted } = client.session;
  const interaction = accepted.find(({ event }) => event.startsWith('Post'));
  const other = accepted.find(({ event }) => !event.startsWith('Post'));
  const exchanges: Exchange[] = [];
  for (const subject of [interaction, other]) {
    if (!subject) continue;
    const { hookId } = client.payloads.object(subject);
    const payload = client.payloads.forVersion(
      consoleTestPayload(subject.event, client.payloads.createdAt(), hookId),
    );
    const exchange = await client.post(payload, { note: "as the Console's test button sends it" });
    const finding = await assertAccepted(exchange, () => client.deliver(subject));
    if (finding) return finding;
    exchanges.push(exchange);
  }
  return passed(summarize(exchanges));
}
