import { z } from 'zod';
import { eventNames } from '../logto/events.ts';

const flag = z.enum(['true', 'false'], { error: 'must be true or false' });

/** The settings that Slack and Discord share. */
export const noticeSettings = {
  NOTIFY_PERSONAL_DATA: flag.default('true').transform((value) => value === 'true'),
  LOGTO_CONSOLE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL' })
    .transform((text) => new URL(text.endsWith('/') ? text : `${text}/`))
    .optional(),
};

/** The events that a channel is notified of: comma-separated names, each of which can end in `*`. */
export const eventList = z
  .string()
  .default('*')
  .transform((text, context) => {
    const patterns = text.split(',').map((pattern) => pattern.trim());
    for (const pattern of patterns) {
      if (eventNames.some((name) => matches(name, pattern))) continue;
      context.addIssue({ code: 'custom', message: `matches no event: '${pattern}'` });
    }
    return (name: string): boolean => patterns.some((pattern) => matches(name, pattern));
  });

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
