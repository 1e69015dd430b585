import { z } from 'zod';
import { httpsUrl } from '../http/https-url.ts';
import { createLane } from '../http/lane.ts';
import { onNotices } from '../notices/on-notices.ts';
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

/** Tells a Discord channel of new users, changes of roles and memberships, and lockouts. */
export function createNotifyDiscord(env: Env): Handler {
  const { DISCORD_WEBHOOK_URL, DISCORD_EVENTS, ...notices } = readSettings(settings, env);
  const { NOTIFY_PERSONAL_DATA: personalData, LOGTO_CONSOLE_URL: consoleUrl } = notices;
  const inOrder = createLane();
  const post = createPoster(DISCORD_WEBHOOK_URL);
  return {
    name: 'notify-discord',
    on: onNotices({ personalData, consoleUrl }, DISCORD_EVENTS, (notice, { signal }) =>
      inOrder(() => post(discordMessage(notice), signal)),
    ),
  };
}
