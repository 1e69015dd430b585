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

/** Creates a mailer that sends over SMTP, through a small pool of connections. */
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
        // As an object, because a comma in a string would add a recipient.
        to: { name: '', address: to },
        // The same id on a retry, so that mail servers can deduplicate.
        messageId: `<welcome.${userId}@${domain}>`,
        // Prevents out-of-office replies: RFC 3834.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...content,
      });
    },
    async close(): Promise<void> {
      transport.close();
    },
  };
}

/** Returns whether the server permanently rejected the recipient, so that a retry is useless. */
export function isUnknownMailbox(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error && 'responseCode' in error)) return false;
  const { code, responseCode } = error;
  const isPermanent = typeof responseCode === 'number' && responseCode >= 500;
  return code === 'EENVELOPE' && isPermanent && 'command' in error && error.command === 'RCPT TO';
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
    // A password is never sent unencrypted, whatever the server offers.
    requireTLS: username !== '' && !isSecure && !isLocal,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  };
}
