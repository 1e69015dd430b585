import type { EventName } from '../../../core/logto/events.ts';
import type { Answer } from '../../answer.ts';
import { type Finding, passed } from '../../check.ts';
import type { Courier } from '../../courier.ts';
import { judgeGenuine, summarize } from '../../judge.ts';
import type { PayloadObject } from '../../payloads.ts';

/** As captured from Logto 1.42; exception events have the shape of data events. */
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

export async function runConsoleTest(courier: Courier): Promise<Finding> {
  const { accepted } = courier.session;
  const interaction = accepted.find(({ event }) => event.startsWith('Post'));
  const other = accepted.find(({ event }) => !event.startsWith('Post'));
  const answers: Answer[] = [];
  for (const subject of [interaction, other]) {
    if (!subject) continue;
    const { hookId } = courier.payloads.object(subject);
    const payload = consoleTestPayload(subject.event, courier.payloads.createdAt(), hookId);
    const answer = await courier.post(payload, { note: "as the Console's test button sends it" });
    const finding = await judgeGenuine(answer, () => courier.deliver(subject));
    if (finding) return finding;
    answers.push(answer);
  }
  return passed(summarize(answers));
}
