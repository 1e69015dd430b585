import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';

/** A choice: its name on the command line and a short description. */
export interface Choice<Name extends string = string> {
  readonly value: Name;
  readonly summary: string;
}

/**
 * The frameworks; `overlays` are directories under `templates/`. A standalone template has its own receiver,
 * with a queue in memory, and no recipes.
 */
export const templates = [
  { value: 'node', summary: 'node:http, no framework', overlays: ['server', 'node'] },
  { value: 'express', summary: 'Express 5', overlays: ['server', 'express'] },
  { value: 'fastify', summary: 'Fastify 5', overlays: ['server', 'fastify'] },
  {
    value: 'hono',
    summary: 'Hono 4 on Node, Bun or Deno',
    overlays: ['server', 'fetch', 'hono'],
  },
  {
    value: 'next',
    summary: 'Next.js route handler (App Router)',
    overlays: ['fetch', 'next'],
  },
  {
    value: 'cloudflare',
    summary: 'Cloudflare Workers and Queues',
    overlays: ['cloudflare'],
  },
  { value: 'nest', summary: 'NestJS 12', standalone: true },
  { value: 'fastapi', summary: 'Python, FastAPI', standalone: true },
  { value: 'go', summary: 'Go, net/http', standalone: true },
] as const satisfies readonly (Choice &
  ({ readonly overlays: readonly string[] } | { readonly standalone: true }))[];

type Template = (typeof templates)[number];
export type TemplateName = Template['value'];
type Layered = Extract<Template, { readonly overlays: unknown }>;
export type LayeredName = Layered['value'];
export type StandaloneName = Extract<Template, { readonly standalone: true }>['value'];

/** Returns the directories under `templates/` of a template. */
export function overlaysOf(name: LayeredName): readonly string[] {
  const layered = templates.filter((template): template is Layered => 'overlays' in template);
  return layered.find(({ value }) => value === name)?.overlays ?? [];
}

/** Returns whether a project is installed with a JavaScript package manager. */
export function usesPackageManager(name: TemplateName): boolean {
  return name !== 'go' && name !== 'fastapi';
}

/** Returns whether a template has its own receiver, without recipes. */
export function isStandalone(name: TemplateName): name is StandaloneName {
  return templates.some((template) => template.value === name && 'standalone' in template);
}

const http = ['testing', 'service', 'http'] as const;

/** The recipes: one handler each, in any combination. */
export const recipes = [
  {
    value: 'welcome-email',
    summary: 'email new users a sign-in link',
    parts: ['testing'],
    notOnWorkers: 'it keeps SMTP connections open, which Workers cannot share between events',
  },
  {
    value: 'notify-slack',
    summary: 'post new users, role changes and lockouts to Slack',
    parts: [...http, 'notices', 'payloads-notices', 'payloads-users'],
  },
  {
    value: 'notify-discord',
    summary: 'post the same to Discord',
    parts: [...http, 'notices', 'payloads-notices'],
  },
  {
    value: 'sync-database',
    summary: 'sync a users table, end sessions of deleted users',
    parts: ['testing', 'payloads-users', 'database'],
    notOnWorkers: 'it needs a PostgreSQL connection or a file system',
  },
  {
    value: 'by-application',
    summary: 'handle a sign-up by its application',
    parts: ['testing', 'payloads-interactions'],
  },
  {
    value: 'organization-onboarding',
    summary: 'create an organization per company domain',
    parts: http,
  },
  {
    value: 'analytics',
    summary: 'send events to Google Analytics, Umami or Plausible',
    parts: [...http, 'payloads-interactions'],
  },
  {
    value: 'audit-log',
    summary: 'append every event to a tamper-evident file',
    parts: ['testing', 'payloads-interactions'],
    notOnWorkers: 'it needs a file system',
  },
] as const satisfies readonly (Choice & {
  /** Shared directories under `templates/parts/`. */
  readonly parts: readonly string[];
  /** Why the recipe does not work on Cloudflare Workers. */
  readonly notOnWorkers?: string;
})[];

/** The recipes that work on Cloudflare Workers. */
export const recipesOnWorkers = recipes.filter((recipe) => !('notOnWorkers' in recipe));

export type RecipeName = (typeof recipes)[number]['value'];

export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** The job queues. */
export const queues = [
  { value: 'memory', summary: 'in memory: no setup, lost when the process ends', parts: [] },
  {
    value: 'postgres',
    summary: 'in PostgreSQL, embedded or external: survives a crash',
    parts: ['database'],
  },
] as const satisfies readonly (Choice & { readonly parts: readonly string[] })[];

export type QueueName = (typeof queues)[number]['value'];

/**
 * Checks that recipes and queue work with a template.
 * @throws UsageError for a recipe, or a queue, that does not work in a standalone template or on Cloudflare
 * Workers
 */
export function requireCompatible(
  template: TemplateName,
  chosen: readonly RecipeName[],
  queue: QueueName | undefined,
): void {
  if (isStandalone(template) && (chosen.length > 0 || queue === 'postgres')) {
    const others = templates.map(({ value }) => value).filter((name) => !isStandalone(name));
    throw new UsageError(
      `Template '${template}' has no recipes, and its queue is in memory.`,
      `Leave out --recipes and --queue, or use one of: ${others.join(', ')}.`,
    );
  }
  if (template !== 'cloudflare') return;
  if (queue !== undefined) {
    throw new UsageError(
      `--queue ${queue} does not work on Cloudflare Workers.`,
      'Leave it out: the template uses Cloudflare Queues.',
    );
  }
  for (const recipe of recipes) {
    if (!('notOnWorkers' in recipe) || !chosen.includes(recipe.value)) continue;
    throw new UsageError(
      `Recipe '${recipe.value}' does not work on Cloudflare Workers: ${recipe.notOnWorkers}.`,
      `Use another template, or one of: ${recipesOnWorkers.map(({ value }) => value).join(', ')}.`,
    );
  }
}

/** Returns the template with this name. @throws UsageError for an unknown name */
export function parseTemplate(name: string): TemplateName {
  return parseChoice(
    name,
    templates.map(({ value }) => value),
    'template',
  );
}

/**
 * Returns the recipes of a comma-separated list, each once, in the order of `recipes`.
 * @throws UsageError for an unknown name
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

/** Returns the package manager with this name. @throws UsageError for an unknown name */
export function parsePackageManager(name: string): PackageManager {
  return parseChoice(name, packageManagers, 'package manager');
}

/** Returns the queue with this name. @throws UsageError for an unknown name */
export function parseQueue(name: string): QueueName {
  return parseChoice(
    name,
    queues.map(({ value }) => value),
    'queue',
  );
}

/**
 * Returns the package manager that started this process.
 * @param userAgent the environment's `npm_config_user_agent`, as npx, pnpm dlx and others set it
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
  throw new UsageError(
    `Unknown ${kind} '${name}'.`,
    guess === undefined ? `Use one of: ${names.join(', ')}.` : `Did you mean ${guess}?`,
  );
}
