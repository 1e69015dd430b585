import { z } from 'zod';
import { eventNames } from '../logto/events.ts';

const flag = z.enum(['true', 'false'], { error: 'must be true or false' });

/** What Slack and Discord have in common. */
export const noticeSettings = {
  NOTIFY_PERSONAL_DATA: flag.default('true').transform((value) => value === 'true'),
  LOGTO_CONSOLE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL' })
    .transform((text) => new URL(text.endsWith('/') ? text : `${text}/`))
    .optional(),
};

/**
 * Which events a channel is told of: a comma list of names, each of which may end in `*`.
 * Not set: all that there is a notice for.
 */
export const eventList = z
  .string()
  .default('*')
  .transform((text, context) => {
    const patterns = text.split(',').map((pattern) => pattern.trim());
    for (const pattern of patterns) {
      if (eventNames.some((name) => matches(name, pattern))) continue;
      context.addIssue({ code: 'custom', message: `names no event of Logto: '${pattern}'` });
    }
    return (name: string): boolean => patterns.some((pattern) => matches(name, pattern));
  });

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
