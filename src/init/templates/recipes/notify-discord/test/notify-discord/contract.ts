import { z } from 'zod';
import type { ServiceRequest, ServiceResponse } from '../testing/service.ts';

/*
 * What Discord accepts according to its docs: unknown keys and over-long texts are rejected.
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 * https://docs.discord.com/developers/resources/message#embed-object-embed-limits
 */

const filled = (limit: number) => z.string().min(1).max(limit);

const embed = z.strictObject({
  title: filled(256).optional(),
  description: filled(4096).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  timestamp: z.iso.datetime().optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  footer: z.strictObject({ text: filled(2048) }).optional(),
  fields: z
    .array(
      z.strictObject({
        name: filled(256),
        value: filled(1024),
        inline: z.boolean().optional(),
      }),
    )
    .max(25)
    .optional(),
});

export const discordMessageSchema = z
  .strictObject({
    embeds: z.array(embed).min(1).max(10),
    allowed_mentions: z.strictObject({ parse: z.array(z.enum(['roles', 'users', 'everyone'])) }),
  })
  .refine(({ embeds }) => embeds.map(textOf).join('').length <= 6000);

function textOf({ title = '', description = '', footer, fields = [] }: z.infer<typeof embed>) {
  const inFields = fields.map(({ name, value }) => name + value).join('');
  return `${title}${description}${footer?.text ?? ''}${inFields}`;
}

/** Responds like discord.com. */
export function respondAsDiscord({ method, url, headers, body }: ServiceRequest): ServiceResponse {
  if (url.pathname !== '/api/webhooks/1/token') {
    return { status: 404, body: '{"message":"Unknown Webhook","code":10015}' };
  }
  const isJson = method === 'POST' && headers['content-type'] === 'application/json';
  if (!isJson || !discordMessageSchema.safeParse(JSON.parse(body)).success) {
    return { status: 400, body: '{"message":"Invalid Form Body","code":50035}' };
  }
  return url.searchParams.get('wait') === 'true'
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{"id":"1"}' }
    : { status: 204 };
}
