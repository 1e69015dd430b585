import { createTransport } from 'nodemailer';
import addressparser from 'nodemailer/lib/addressparser';
import type { MailSettings } from './settings.ts';

export interface Mail {
  readonly to: string;
  readonly userId: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Sends mail over SMTP, through a few connections that stay open for a while. */
export function createMailer({
  SMTP_URL: url,
  MAIL_FROM: from,
  MAIL_REPLY_TO: replyTo,
}: MailSettings) {
  const transport = createTransport({ pool: true, maxConnections: 3, ...server(url) });
  const domain = addressparser(from, { flatten: true })[0]?.address.split('@').at(-1);
  return {
    async send({ to, userId, ...content }: Mail): Promise<void> {
      await transport.sendMail({
        from,
        ...(replyTo === undefined ? {} : { replyTo }),
        // An address object is taken as it is: no comma in it can add another recipient.
        to: { name: '', address: to },
        // The same for a mail that is sent again, so that a mail server can tell.
        messageId: `<welcome.${userId}@${domain}>`,
        // No out-of-office answers, please: RFC 3834.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...content,
      });
    },
    async close(): Promise<void> {
      transport.close();
    },
  };
}

/** Whether the server will never take mail for this address, so that trying again is no use. */
export function isRefusedRecipient(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && 'responseCode' in error)) return false;
  const { code, responseCode } = error;
  const isLasting = typeof responseCode === 'number' && responseCode >= 500;
  return code === 'EENVELOPE' && isLasting && 'command' in error && error.command === 'RCPT TO';
}

function server({ protocol, hostname, port, username, password }: URL) {
  const isSecure = protocol === 'smtps:';
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const auth = { user: decodeURIComponent(username), pass: decodeURIComponent(password) };
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    ...(username === '' ? {} : { auth }),
    // A password never travels in the clear, whatever the server offers.
    requireTLS: username !== '' && !isSecure && !isLocal,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  };
}
