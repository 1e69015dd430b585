export interface Welcome {
  readonly name: string | null;
  readonly product: string;
  readonly signInUrl: string;
}

/** Returns the email as text and HTML. Adapt the wording to your product. */
export function welcomeMessage({ name, product, signInUrl }: Welcome) {
  const greeting = `Hello${greetingName(name)},`;
  const lines = [
    `welcome to ${product}! Your account is ready.`,
    'If you did not sign up, you can ignore this email.',
  ] as const;
  return {
    subject: `Welcome to ${product}`,
    text: `${greeting}\n\n${lines[0]}\n\nSign in: ${signInUrl}\n\n${lines[1]}\n`,
    html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="color-scheme" content="light dark">
    <title>${escapeHtml(`Welcome to ${product}`)}</title>
  </head>
  <body style="margin:0 auto;padding:24px;max-width:560px;font:16px/1.5 system-ui,sans-serif">
    <p>${escapeHtml(greeting)}</p>
    <p>${escapeHtml(lines[0])}</p>
    <p><a href="${escapeHtml(signInUrl)}" style="display:inline-block;padding:10px 20px;border-radius:6px;background:#5d34f2;color:#ffffff;text-decoration:none">Sign in</a></p>
    <p style="font-size:14px;opacity:0.7">${escapeHtml(lines[1])}</p>
  </body>
</html>
`,
  };
}

/**
 * Returns the name with a leading space, or '' if it does not look like a name: anyone can sign up with
 * someone else's address and an advertisement as name.
 */
function greetingName(name: string | null): string {
  const line = name?.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim() ?? '';
  const looksLikeName = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} .,'’&-]{0,59}$/u.test(line);
  const looksLikeLink = /\p{L}\.\p{L}{2,}|\bwww\b|\d{5}/iu.test(line);
  return looksLikeName && !looksLikeLink ? ` ${line}` : '';
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
