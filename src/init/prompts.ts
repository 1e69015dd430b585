import type { Prompts } from '../cli/terminal/prompts.ts';
import { UsageError } from '../core/errors.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import {
  isStandalone,
  type PackageManager,
  type QueueName,
  queues,
  type RecipeName,
  recipes,
  recipesOnWorkers,
  requireCompatible,
  type TemplateName,
  templates,
} from './choices.ts';
import { defaultDirectory } from './project-name.ts';

/** The command-line options; undefined ones are prompted for, or get their default. */
export interface InitOptions {
  readonly directory?: string | undefined;
  readonly template?: TemplateName | undefined;
  readonly recipes?: readonly RecipeName[] | undefined;
  readonly queue?: QueueName | undefined;
  readonly minimal?: true | undefined;
  readonly pm?: PackageManager | undefined;
  readonly install?: boolean | undefined;
  readonly git?: boolean | undefined;
  readonly logtoVersion?: VersionText | undefined;
  readonly yes?: true | undefined;
  readonly force?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly json?: true | undefined;
}

interface ResolvedOptions {
  readonly directory: string;
  readonly template: TemplateName;
  readonly recipes: readonly RecipeName[];
  readonly queue: QueueName | 'cloudflare';
  readonly packageManager: PackageManager;
  readonly minimal?: boolean;
  readonly install: boolean;
  readonly git: boolean;
}

interface PromptContext {
  /** Undefined without a terminal: every option gets its default. */
  readonly prompts: Prompts | undefined;
  /** @throws UsageError for a directory that cannot be used */
  readonly check: (directory: string) => void;
}

/** Prompts for the options that the command line does not have. */
export async function promptForOptions(
  given: InitOptions,
  callingManager: PackageManager,
  { prompts, check }: PromptContext,
): Promise<ResolvedOptions> {
  const { pm: packageManager = callingManager, install = true, git = true } = given;
  const settings = { packageManager, install, git };
  const directory =
    given.directory ??
    (await prompts?.text('Project directory', defaultDirectory, (text) =>
      validateDirectory(text, check),
    )) ??
    defaultDirectory;
  requireMinimal(given);
  if (given.minimal) return { ...minimal, directory, ...settings };
  const template = given.template ?? (await prompts?.select('Framework', templates)) ?? 'node';
  if (isStandalone(template)) {
    requireCompatible(template, given.recipes ?? [], given.queue);
    return { directory, template, recipes: [], queue: 'memory', ...settings };
  }
  const offered = template === 'cloudflare' ? recipesOnWorkers : recipes;
  const chosen = given.recipes ?? (await prompts?.multiselect('Recipes (optional)', offered)) ?? [];
  requireCompatible(template, chosen, given.queue);
  const queue =
    template === 'cloudflare'
      ? template
      : (given.queue ?? (await prompts?.select('Job queue', queues)) ?? 'memory');
  return { directory, template, recipes: chosen, queue, ...settings };
}

const minimal = { template: 'node', recipes: [], queue: 'memory', minimal: true } as const;

/** Checks the options of a minimal project. @throws UsageError for options that it does not have */
function requireMinimal({ minimal, template, recipes, queue }: InitOptions): void {
  if (!minimal) return;
  const isPlain = (template ?? 'node') === 'node' && (queue ?? 'memory') === 'memory';
  if (isPlain && (recipes ?? []).length === 0) return;
  throw new UsageError(
    'A minimal project has no framework, recipes or stored queue.',
    'Leave out --minimal, or --template, --recipes and --queue.',
  );
}

/** Returns the problem with a directory in one line, or true. */
function validateDirectory(directory: string, check: (directory: string) => void): string | true {
  try {
    check(directory);
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error.message, error.remedy].filter(Boolean).join(' ');
  }
}
