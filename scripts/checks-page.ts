import {
  type CheckDescription,
  type Framework,
  type Group,
  groups,
} from '../src/contract/result.ts';

const introductions: Readonly<Record<Group, string>> = {
  accepts:
    'Every event that the webhook is subscribed to, as Logto sends it, must be answered with a 2xx.',
  rejects:
    'What is not signed by Logto must be answered with a 4xx: a 2xx is a hole, and a 5xx is a crash that anybody can cause.',
  bytes:
    'Validly signed bodies, written in every way that is possible: only who verifies the raw bytes gets them all right.',
  tolerates:
    'What changes from one day, tenant or version to the next must not break the receiver.',
  behaves:
    'How it answers: in time, at its own address, without secrets, and still after all of the above.',
};

/** The page about all checks, in Markdown. */
export function renderChecksPage(checks: readonly CheckDescription[]): string {
  const code = new CodeSections(checks);
  return `${[
    '# The checks of `logto-hooks test`',
    '',
    `These ${checks.length} checks are what a receiver must pass before Logto meets it. \`logto-hooks test --list\` prints them; \`--only\` and \`--skip\` take their names, groups and patterns.`,
    '',
    'An **error** fails the run: a real Logto of some version can bring it about, or an attacker can use it. A **warning** is fragile and no more; it fails the run only with `--strict`.',
    '',
    '<!-- Written by `npm run docs` from the checks in src/contract/; a test holds it in step. -->',
    '',
    ...groups.map((group) => {
      const count = checks.filter((check) => check.group === group).length;
      return `- [${group}](#${group}): ${count} ${count === 1 ? 'check' : 'checks'}`;
    }),
    '- [Code](#code): the lines that mend them, for Express, Fastify, Hono and Next.js',
    ...groups.flatMap((group) => renderGroup(group, checks, code)),
    '',
    ...code.render(),
  ].join('\n')}\n`;
}

function renderGroup(
  group: Group,
  checks: readonly CheckDescription[],
  code: CodeSections,
): string[] {
  const members = checks.filter((check) => check.group === group);
  return [
    ...['', `## ${group}`, '', introductions[group]],
    ...members.flatMap((check) => renderCheck(check, code)),
  ];
}

function renderCheck(check: CheckDescription, code: CodeSections): string[] {
  const { id, severity, why, sends, remedy } = check;
  return [
    '',
    `### ${id}`,
    '',
    `**${severity === 'error' ? 'Error' : 'Warning'}.** ${escapeMarkdown(why)}`,
    '',
    `- Sends: ${escapeMarkdown(sends)}`,
    `- Remedy: ${escapeMarkdown(remedy)}${code.linkFor(check)}`,
  ];
}

const names: Readonly<Record<Framework, string>> = {
  ...{ express: 'Express', fastify: 'Fastify', hono: 'Hono', next: 'Next.js' },
};

/** The snippets, each set once, though several checks have the same. */
class CodeSections {
  readonly #checks: readonly CheckDescription[];

  constructor(checks: readonly CheckDescription[]) {
    this.#checks = checks;
  }

  /** ` ([code](#code-1))`, or nothing for a check without snippets. */
  linkFor({ snippets }: CheckDescription): string {
    const index = this.#distinct().indexOf(JSON.stringify(snippets));
    return index < 0 ? '' : ` ([code](#code-${index + 1}))`;
  }

  render(): string[] {
    return [
      '## Code',
      '',
      "`verifySignature` is `import { verifySignature } from 'logto-hooks'`; `signingKey` is the webhook's, as the Console shows it.",
      ...this.#distinct().flatMap((key, index) => this.#section(key, index + 1)),
    ];
  }

  #distinct(): string[] {
    return [
      ...new Set(
        this.#checks.flatMap(({ snippets }) => (snippets ? JSON.stringify(snippets) : [])),
      ),
    ];
  }

  #section(key: string, number: number): string[] {
    const users = this.#checks.filter(({ snippets }) => JSON.stringify(snippets) === key);
    return [
      ...['', `### Code ${number}`, ''],
      `For ${summarise(users.map(({ id }) => id))}.`,
      ...Object.entries(users[0]?.snippets ?? {}).flatMap(([framework, text]) => [
        ...['', `${names[framework as Framework]}:`, ''],
        ...['```ts', text.trimEnd(), '```'],
      ]),
    ];
  }
}

/** Up to three names, and how many more there are. */
function summarise(ids: readonly string[]): string {
  const links = ids.slice(0, 3).map((id) => `[${id}](#${id.replace(/[/.]/g, '').toLowerCase()})`);
  const more = ids.length - links.length;
  return more > 0 ? `${links.join(', ')} and ${more} more` : links.join(', ');
}

/** Text as text: what Markdown would take for markup, or drop as HTML. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\*_`[\]|]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}
