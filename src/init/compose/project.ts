import type { VersionText } from '../../core/logto/catalog/entry.ts';
import type { PackageManager, QueueName, RecipeName, TemplateName } from '../choices.ts';

/** The options of a project. */
export interface Project {
  readonly name: string;
  readonly template: TemplateName;
  readonly recipes: readonly RecipeName[];
  readonly packageManager: PackageManager;
  readonly queue: QueueName | 'cloudflare';
  /** Whether it is the minimal project: three source files and a test. */
  readonly minimal?: boolean;
  /** Undefined for the newest. */
  readonly logtoVersion?: VersionText | undefined;
}

/** The contents of a project's files, by path with `/`. */
export type ProjectFiles = ReadonlyMap<string, string>;
