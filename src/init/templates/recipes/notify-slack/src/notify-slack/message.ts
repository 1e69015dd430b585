import type { Detail, Notice } from '../notices/notice.ts';

const emoji = { user: ':bust_in_silhouette:', access: ':key:', alarm: ':rotating_light:' } as const;

/**
 * A message for an incoming webhook.
 *
 * What users chose (names, addresses …) stands in rich text elements, whose text Slack takes as it is:
 * no mention, no link, no emoji comes of it. The one exception is `text`, for notifications and
 * screen readers, which Slack parses and which is therefore escaped.
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
          ...details.map((detail) => section(...labelled(detail))),
          ...(link
            ? [section({ type: 'link', url: link.href, text: "Show in Logto's Console" })]
            : []),
        ],
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `${event} · ${slackDate(at)}` }] },
    ],
  };
}

/** The three characters that can begin a mention, a link or a command. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function section(...elements: readonly object[]) {
  return { type: 'rich_text_section', elements };
}

function labelled({ label, text }: Detail) {
  return [
    { type: 'text', text: `${label}: ` },
    { type: 'text', text },
  ];
}

/** Each reader sees it in their own time zone. */
function slackDate(iso: string): string {
  const seconds = Math.floor(Date.parse(iso) / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time_secs}|${iso}>`;
}
