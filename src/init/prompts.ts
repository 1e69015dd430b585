import type { Prompts } from '../cli/terminal/prompts.ts';
import { UsageError } from '../core/errors.ts';
import {
  type PackageManager,
  packageManagers,
  type QueueName,
  queues,
  type RecipeName,
  recipes,
  type TemplateName,
  templates,
} from './choices.ts';
import { defaultDirectory } from './project-name.ts';

/** What `init` was told on the command line; what is undefined is asked, or preset. */
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

interface InitAnswers {
  readonly directory: string;
  readonly template: TemplateName;
  readonly recipes: readonly RecipeName[];
  readonly queue: QueueName;
  readonly packageManager: PackageManager;
  readonly install: boolean;
  readonly git: boolean;
}

interface Asking {
  /** Undefined where nobody is there to ask: then everything open is preset. */
  readonly prompts: Prompts | undefined;
  /** @throws UsageError for a directory that will not do */
  readonly check: (directory: string) => void;
}

/** Asks for what the command line left open; each question has an option that answers it. */
export async function askWhatIsOpen(
  given: InitOptions,
  preset: PackageManager,
  { prompts, check }: Asking,
): Promise<InitAnswers> {
  const directory =
    given.directory ??
    (await prompts?.text('Where?', defaultDirectory, (text) => complaint(text, check))) ??
    defaultDirectory;
  const template =
    given.template ?? (await prompts?.one('What is it served by?', templates)) ?? 'node';
  const chosen =
    given.recipes ??
    (await prompts?.several('What does it do? (none: write it yourself)', recipes)) ??
    [];
  const queue = given.queue ?? (await prompts?.one('Where does work wait?', queues)) ?? 'memory';
  const packageManager =
    given.pm ?? (await prompts?.one('Package manager?', presetFirst(preset))) ?? preset;
  const install =
    given.install ?? (await prompts?.agree(`Install its packages with ${packageManager}?`)) ?? true;
  const git = given.git ?? (await prompts?.agree('Make it a git repository?')) ?? true;
  return { directory, template, recipes: chosen, queue, packageManager, install, git };
}

function presetFirst(preset: PackageManager) {
  const others = packageManagers.filter((name) => name !== preset);
  return [preset, ...others].map((value) => ({
    value,
    summary: value === preset ? 'runs this' : '',
  }));
}

/** What is wrong with a directory, in one line, or true. */
function complaint(directory: string, check: (directory: string) => void): string | true {
  try {
    check(directory);
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error.message, error.remedy].filter(Boolean).join(' ');
  }
}
