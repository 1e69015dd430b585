import type { Notice } from '../notices/notice.ts';

const colours = { user: 0x5865f2, access: 0xfaa61a, alarm: 0xed4245 } as const;

/**
 * A message for a webhook: one embed, and nobody is mentioned whatever it says.
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 */
export function discordMessage(notice: Notice) {
  const { kind, title, subject, details, link, event, at } = notice;
  return {
    embeds: [
      {
        title,
        description: `**${escapeMarkdown(subject)}**`,
        color: colours[kind],
        fields: details.map(({ label, text }) => ({
          name: label,
          value: escapeMarkdown(text),
          inline: true,
        })),
        ...(link ? { url: link.href } : {}),
        timestamp: at,
        footer: { text: event },
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/** Everything that could begin bold, a link, a mention, a quote … stands for itself. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\*_~`|>#<@:[\]()-]/g, '\\$&');
}
