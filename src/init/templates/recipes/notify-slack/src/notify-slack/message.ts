import type { Detail, Notice } from '../notices/notice.ts';

const emoji = { user: ':bust_in_silhouette:', access: ':key:', alarm: ':rotating_light:' } as const;

/**
 * Returns a message for an incoming webhook.
 *
 * Text that users chose is in rich text elements, which Slack shows literally, without mentions, links or
 * emoji. Only `text`, for notifications and screen readers, is parsed by Slack and therefore escaped.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function slackMessage(notice: Notice) {
  const { kind, title, subject, details, link, event, at } = notice;
  return {
    text: escapeMrkdwn(`${title}: ${subject}`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `${emoji[kind]} *${title}*` } },
      {
        type: 'rich_text',
        elements: [
          section({ type: 'text', text: subject, style: { bold: true } }),
          ...details.map((detail) => section(...labeled(detail))),
          ...(link
            ? [section({ type: 'link', url: link.href, text: "Show in Logto's Console" })]
            : []),
        ],
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${event} · ${slackDate(at)}` }] },
    ],
  };
}

/** Escapes the three characters that Slack parses. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function section(...elements: readonly object[]) {
  return { type: 'rich_text_section', elements };
}

function labeled({ label, text }: Detail) {
  return [
    { type: 'text', text: `${label}: ` },
    { type: 'text', text },
  ];
}

/** Slack shows it in each reader's time zone. */
function slackDate(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time_secs}|${iso}>`;
}
