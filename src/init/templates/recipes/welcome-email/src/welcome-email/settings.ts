import addressparser from 'nodemailer/lib/addressparser';
import { z } from 'zod';

const from = z.string().refine(isOneAddress, {
  error: 'must be one address, such as Acme <hello@acme.example>',
});

export const settings = z.object({
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be a URL such as smtp://user:password@host:587' })
    .transform((text) => new URL(text)),
  MAIL_FROM: from,
  MAIL_REPLY_TO: from.optional(),
  WELCOME_EMAIL_PRODUCT: z.string().max(60, { error: 'must have at most 60 characters' }),
  WELCOME_EMAIL_SIGN_IN_URL: z.url({
    protocol: /^https?$/,
    error: 'must be a URL such as https://acme.example/sign-in',
  }),
  WELCOME_EMAIL_IMPORTED: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
});

export type MailSettings = Pick<
  z.output<typeof settings>,
  'SMTP_URL' | 'MAIL_FROM' | 'MAIL_REPLY_TO'
>;

function isOneAddress(text: string): boolean {
  const [address, ...others] = addressparser(text, { flatten: true });
  return others.length === 0 && /^[^\s@]+@[^\s@]+$/.test(address?.address ?? '');
}
