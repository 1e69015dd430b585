import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';

/** Something to choose from: its name on the command line, and what it is in a few words. */
export interface Choice<Name extends string = string> {
  readonly value: Name;
  readonly summary: string;
}

/** What the receiver is served by; `overlays` are its directories under `templates/`. */
export const templates = [
  { value: 'node', summary: 'node:http alone, no framework', overlays: ['server', 'node'] },
  { value: 'express', summary: 'Express 5', overlays: ['server', 'express'] },
  { value: 'fastify', summary: 'Fastify 5', overlays: ['server', 'fastify'] },
  {
    value: 'hono',
    summary: 'Hono 4: Node, and also Workers, Bun, Deno',
    overlays: ['server', 'fetch', 'hono'],
  },
  {
    value: 'next',
    summary: 'Next.js, a route handler of the App Router',
    overlays: ['fetch', 'next'],
  },
] as const satisfies readonly (Choice & { readonly overlays: readonly string[] })[];

export type TemplateName = (typeof templates)[number]['value'];

/** What the receiver does: each is a handler of its own, and any of them go together. */
export const recipes = [
  {
    value: 'welcome-email',
    summary: 'send new users a mail with a sign-in link',
    parts: ['testing', 'once'],
  },
  {
    value: 'notify-slack',
    summary: 'tell Slack of new users, roles, members, lockouts',
    parts: ['testing', 'http', 'notices'],
  },
  {
    value: 'notify-discord',
    summary: 'tell Discord of the same',
    parts: ['testing', 'http', 'notices'],
  },
  {
    value: 'sync-database',
    summary: 'keep a users table in step, end sessions',
    parts: ['testing'],
  },
  {
    value: 'by-application',
    summary: 'treat a registration by its application',
    parts: ['testing'],
  },
  {
    value: 'organization-onboarding',
    summary: 'an organization for the first user of a company',
    parts: ['testing', 'http'],
  },
  {
    value: 'analytics',
    summary: 'count in Google Analytics, Umami, Plausible',
    parts: ['testing', 'http', 'once'],
  },
  {
    value: 'audit-log',
    summary: 'every event in a file nobody can change unseen',
    parts: ['testing'],
  },
] as const satisfies readonly (Choice & {
  /** Directories under `templates/parts/` that it shares with others. */
  readonly parts: readonly string[];
})[];

export type RecipeName = (typeof recipes)[number]['value'];

export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** Where the work on an event waits. */
export const queues = [
  { value: 'memory', summary: 'in memory: nothing to run, lost when the process is killed' },
  { value: 'postgres', summary: 'in PostgreSQL, embedded or yours: kept through a crash' },
] as const satisfies readonly Choice[];

export type QueueName = (typeof queues)[number]['value'];

/** The template of a name. @throws UsageError for a name there is none of */
export function parseTemplate(name: string): TemplateName {
  return parseChoice(
    name,
    templates.map(({ value }) => value),
    'template',
  );
}

/**
 * The recipes of a comma list, each once, in the order of the list above.
 * @throws UsageError for a name there is none of
 */
export function parseRecipes(list: string): RecipeName[] {
  const names = recipes.map(({ value }) => value);
  const wanted = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'none')
    .map((name) => parseChoice(name, names, 'recipe'));
  return names.filter((name) => wanted.includes(name));
}

/** The package manager of a name. @throws UsageError for one that is not known here */
export function parsePackageManager(name: string): PackageManager {
  return parseChoice(name, packageManagers, 'package manager');
}

/** The queue of a name. @throws UsageError for one that there is none of */
export function parseQueue(name: string): QueueName {
  return parseChoice(
    name,
    queues.map(({ value }) => value),
    'queue',
  );
}

/**
 * The package manager that started this process, as npx, pnpm dlx and the like say it.
 * @param userAgent the environment's `npm_config_user_agent`
 */
export function callingPackageManager(userAgent: string | undefined): PackageManager {
  const caller = userAgent?.split('/')[0];
  return packageManagers.find((name) => name === caller) ?? 'npm';
}

function parseChoice<Name extends string>(
  name: string,
  names: readonly Name[],
  kind: string,
): Name {
  const found = names.find((known) => known === name);
  if (found) return found;
  const guess = suggest(name, names);
  const hint = guess === undefined ? '' : `Did you mean ${guess}? `;
  throw new UsageError(`There is no ${kind} '${name}'.`, `${hint}There are ${names.join(', ')}.`);
}
