import { z } from 'zod';
import { httpsUrl } from '../http/https-url.ts';
import { createLane } from '../http/lane.ts';
import { patientFetch } from '../http/patient-fetch.ts';
import { onNotices } from '../notices/on-notices.ts';
import { eventList, noticeSettings } from '../notices/settings.ts';
import { slackMessage } from '../notify-slack/message.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

const settings = z.object({
  ...noticeSettings,
  SLACK_WEBHOOK_URL: httpsUrl,
  SLACK_EVENTS: eventList,
});

/** Tells a Slack channel of new users, changes of roles and memberships, and lockouts. */
export function createNotifySlack(env: Env): Handler {
  const { SLACK_WEBHOOK_URL, SLACK_EVENTS, ...notices } = readSettings(settings, env);
  const { NOTIFY_PERSONAL_DATA: personalData, LOGTO_CONSOLE_URL: consoleUrl } = notices;
  const inOrder = createLane();
  return {
    name: 'notify-slack',
    on: onNotices({ personalData, consoleUrl }, SLACK_EVENTS, (notice, { signal }) =>
      inOrder(async () => {
        signal.throwIfAborted();
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify(slackMessage(notice));
        await patientFetch(SLACK_WEBHOOK_URL, { method: 'POST', headers, body }, { signal });
      }),
    ),
  };
}
