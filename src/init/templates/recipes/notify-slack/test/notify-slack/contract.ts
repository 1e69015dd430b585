import { z } from 'zod';
import type { ServiceRequest, ServiceResponse } from '../testing/service.ts';

/*
 * What Slack accepts according to its docs: unknown keys, unknown blocks and over-long texts are rejected.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://docs.slack.dev/reference/block-kit/blocks
 */

const filled = (limit: number) => z.string().min(1).max(limit);

/** In parsed text, `<` can only start a date: anything else would mention or link. */
const parsed = (limit: number) =>
  filled(limit).refine(
    (text) => !/[<>]|&(?!amp;|lt;|gt;)/.test(text.replaceAll(/<!date\^[^<>]*>/g, '')),
  );

const mrkdwn = (limit: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: parsed(limit) });

const richElement = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: filled(3000),
    style: z.strictObject({ bold: z.boolean() }).optional(),
  }),
  z.strictObject({ type: z.literal('link'), url: z.url().max(3000), text: filled(3000) }),
]);

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('section'), text: mrkdwn(3000) }),
  z.strictObject({ type: z.literal('context'), elements: z.array(mrkdwn(3000)).min(1).max(10) }),
  z.strictObject({
    type: z.literal('rich_text'),
    elements: z.array(
      z.strictObject({
        type: z.literal('rich_text_section'),
        elements: z.array(richElement).min(1),
      }),
    ),
  }),
]);

export const slackMessageSchema = z.strictObject({
  text: parsed(4000),
  blocks: z.array(block).min(1).max(50),
  unfurl_links: z.boolean(),
  unfurl_media: z.boolean(),
});

/** Responds like hooks.slack.com. */
export function respondAsSlack({ method, url, headers, body }: ServiceRequest): ServiceResponse {
  if (url.pathname !== '/services/T000/B000/token') return { status: 404, body: 'no_service' };
  const isJson = method === 'POST' && headers['content-type'] === 'application/json';
  const isAccepted = isJson && slackMessageSchema.safeParse(JSON.parse(body)).success;
  return isAccepted ? { status: 200, body: 'ok' } : { status: 400, body: 'invalid_blocks' };
}
