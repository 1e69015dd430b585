import { type CheckDescription, type Group, groups } from '../../src/contract/result.ts';
import { frameworks } from '../../src/contract/snippets/snippet.ts';
import { receiverSnippets } from '../../src/contract/snippets/snippets.ts';

const introductions: Readonly<Record<Group, string>> = {
  accepts: 'Every event that the webhook is subscribed to must get a 2xx, as Logto sends it.',
  rejects:
    'Everything that Logto did not sign must get a 4xx: a 2xx is a security hole, and a 5xx is a crash that anyone can cause.',
  bytes:
    'Validly signed bodies, serialized in different ways: only a receiver that verifies the raw bytes accepts all of them.',
  tolerates:
    'Differences between Logto versions, tenants and deliveries must not break the receiver.',
  behaves:
    'How the receiver responds: in time, at its own URL, without secrets, and still after everything above.',
};

/** Returns the page about all checks, in Markdown. */
export function renderChecksPage(checks: readonly CheckDescription[]): string {
  return `${[
    '# The checks of `logto-hooks test`',
    '',
    `\`logto-hooks test\` runs these ${checks.length} checks against a receiver. \`logto-hooks test --list\` prints them; \`--only\` and \`--skip\` take IDs, groups and patterns.`,
    '',
    'An **error** fails the run: some version of Logto can cause it, or an attacker can exploit it. A **warning** points out fragile behavior and fails the run only with `--strict`.',
    '',
    'When a receiver refuses every event, `test` finds the cause by experiment and reports only that. When several checks fail for one reason, such as a signature that is not verified or a handler that ends the process, the report begins with it.',
    '',
    '<!-- Written by `npm run docs` from the checks in src/contract/. A test keeps it up to date. -->',
    '',
    ...groups.map((group) => {
      const count = checks.filter((check) => check.group === group).length;
      return `- [${group}](#${group}): ${count} ${count === 1 ? 'check' : 'checks'}`;
    }),
    '- [Code](#code): a receiver that verifies the signature, in every framework',
    ...groups.flatMap((group) => renderGroup(group, checks)),
    '',
    ...renderCode(),
  ].join('\n')}\n`;
}

function renderGroup(group: Group, checks: readonly CheckDescription[]): string[] {
  const members = checks.filter((check) => check.group === group);
  return [
    ...['', `## ${group}`, '', introductions[group]],
    ...members.flatMap((check) => renderCheck(check)),
  ];
}

function renderCheck({ id, severity, why, sends, remedy, snippets }: CheckDescription): string[] {
  return [
    '',
    `### ${id}`,
    '',
    `**${severity === 'error' ? 'Error' : 'Warning'}.** ${escapeMarkdown(why)}`,
    '',
    `- Sends: ${escapeMarkdown(sends)}`,
    `- Remedy: ${escapeMarkdown(remedy)}${snippets ? ' ([code](#code))' : ''}`,
  ];
}

function renderCode(): string[] {
  return [
    '## Code',
    '',
    'Each of these verifies the raw body with the key in `LOGTO_WEBHOOK_SIGNING_KEY` and is ready to paste. `test` prints the one for the framework of the receiver, which it recognizes by its project files and its response headers.',
    ...frameworks.flatMap((name) => {
      const { title, language, code } = receiverSnippets[name];
      return ['', `### ${title}`, '', `\`\`\`${language}`, code, '```'];
    }),
  ];
}

/** Escapes what Markdown would read as markup, or drop as HTML. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_`[\]|]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
