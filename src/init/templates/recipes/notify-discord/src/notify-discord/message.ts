import type { Notice } from '../notices/notice.ts';

const colors = { user: 0x5865f2, access: 0xfaa61a, alarm: 0xed4245 } as const;

/**
 * Returns a message with one embed. Its text cannot mention anyone.
 * https://docs.discord.com/developers/resources/webhook#execute-webhook
 */
export function discordMessage(notice: Notice) {
  const { kind, title, subject, details, link, event, at } = notice;
  return {
    embeds: [
      {
        title,
        description: `**${escapeMarkdown(subject)}**`,
        color: colors[kind],
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

/** Escapes every character that can start formatting, a link or a mention. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\*_~`|>#<@:[\]()-]/g, '\\$&');
}
