import { z } from 'zod';
import { httpsUrl } from '../http/https-url.ts';
import { createSerialQueue } from '../http/serial-queue.ts';
import { noticeHandlers } from '../notices/notice-handlers.ts';
import { eventList, noticeSettings } from '../notices/settings.ts';
import { discordMessage } from '../notify-discord/message.ts';
import { createPoster } from '../notify-discord/post.ts';
import type { Env, Handler } from '../receiver/handler.ts';
import { readSettings } from '../receiver/settings.ts';

const settings = z.object({
  ...noticeSettings,
  DISCORD_WEBHOOK_URL: httpsUrl,
  DISCORD_EVENTS: eventList,
});

/** Notifies a Discord channel of new users, changes of roles and memberships, and lockouts. */
export function createNotifyDiscord(env: Env): Handler {
  const { DISCORD_WEBHOOK_URL, DISCORD_EVENTS, ...notices } = readSettings(settings, env);
  const { NOTIFY_PERSONAL_DATA: personalData, LOGTO_CONSOLE_URL: consoleUrl } = notices;
  const enqueue = createSerialQueue();
  const post = createPoster(DISCORD_WEBHOOK_URL);
  return {
    name: 'notify-discord',
    on: noticeHandlers({ personalData, consoleUrl }, DISCORD_EVENTS, (notice, context) =>
      enqueue(() => post(discordMessage(notice), context)),
    ),
  };
}
