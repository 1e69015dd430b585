import { z } from 'zod';
import { fetchWithRetry } from '../http/fetch-with-retry.ts';
import { httpsUrl } from '../http/https-url.ts';
import { createSerialQueue } from '../http/serial-queue.ts';
import { noticeHandlers } from '../notices/notice-handlers.ts';
import { eventList, noticeSettings } from '../notices/settings.ts';
import { slackMessage } from '../notify-slack/message.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

const settings = z.object({
  ...noticeSettings,
  SLACK_WEBHOOK_URL: httpsUrl,
  SLACK_EVENTS: eventList,
});

/** Notifies a Slack channel of new users, changes of roles and memberships, and lockouts. */
export function createNotifySlack(env: Env): Handler {
  const { SLACK_WEBHOOK_URL, SLACK_EVENTS, ...notices } = readSettings(settings, env);
  const { NOTIFY_PERSONAL_DATA: personalData, LOGTO_CONSOLE_URL: consoleUrl } = notices;
  const enqueue = createSerialQueue();
  return {
    name: 'notify-slack',
    on: noticeHandlers({ personalData, consoleUrl }, SLACK_EVENTS, (notice, context) =>
      enqueue(async () => {
        context.signal.throwIfAborted();
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify(slackMessage(notice));
        await fetchWithRetry(SLACK_WEBHOOK_URL, { method: 'POST', headers, body }, context);
      }),
    ),
  };
}
