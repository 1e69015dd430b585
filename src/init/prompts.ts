import type { Prompts } from '../cli/terminal/prompts.ts';
import { UsageError } from '../core/errors.ts';
import {
  type PackageManager,
  type QueueName,
  queues,
  type RecipeName,
  recipes,
  type TemplateName,
  templates,
} from './choices.ts';
import { defaultDirectory } from './project-name.ts';

/** The options given on the command line; an undefined one is prompted for, or gets its default. */
export interface InitOptions {
  readonly directory?: string | undefined;
  readonly template?: TemplateName | undefined;
  readonly recipes?: readonly RecipeName[] | undefined;
  readonly queue?: QueueName | undefined;
  readonly pm?: PackageManager | undefined;
  readonly install?: boolean | undefined;
  readonly git?: boolean | undefined;
  readonly yes?: true | undefined;
  readonly force?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly json?: true | undefined;
}

interface ResolvedOptions {
  readonly directory: string;
  readonly template: TemplateName;
  readonly recipes: readonly RecipeName[];
  readonly queue: QueueName;
  readonly packageManager: PackageManager;
  readonly install: boolean;
  readonly git: boolean;
}

interface PromptContext {
  /** Undefined without a terminal: then every option gets its default. */
  readonly prompts: Prompts | undefined;
  /** @throws UsageError for a directory that cannot be used */
  readonly check: (directory: string) => void;
}

/** Prompts for the options that the command line left open; every prompt has a flag. */
export async function promptForOptions(
  given: InitOptions,
  callingManager: PackageManager,
  { prompts, check }: PromptContext,
): Promise<ResolvedOptions> {
  const directory =
    given.directory ??
    (await prompts?.text('Project directory', defaultDirectory, (text) =>
      validateDirectory(text, check),
    )) ??
    defaultDirectory;
  const template = given.template ?? (await prompts?.select('Framework', templates)) ?? 'node';
  const chosen = given.recipes ?? (await prompts?.multiselect('Recipes (optional)', recipes)) ?? [];
  const queue = given.queue ?? (await prompts?.select('Job queue', queues)) ?? 'memory';
  const { pm: packageManager = callingManager, install = true, git = true } = given;
  return { directory, template, recipes: chosen, queue, packageManager, install, git };
}

/** Returns what is wrong with a directory in one line, or true. */
function validateDirectory(directory: string, check: (directory: string) => void): string | true {
  try {
    check(directory);
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error.message, error.remedy].filter(Boolean).join(' ');
  }
}
