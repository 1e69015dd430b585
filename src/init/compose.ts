import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packagePath } from '../core/package-root.ts';
import {
  type PackageManager,
  type QueueName,
  type RecipeName,
  recipes,
  type TemplateName,
  templates,
} from './choices.ts';
import { handlersIndex } from './handlers-index.ts';
import { mergePackages, type PackageParts } from './merge-packages.ts';

/** What a project is made of. */
export interface Project {
  readonly name: string;
  readonly template: TemplateName;
  readonly recipes: readonly RecipeName[];
  readonly packageManager: PackageManager;
  readonly queue: QueueName;
}

/** A project's files: their contents by path, with `/` as separator. */
export type ProjectFiles = ReadonlyMap<string, string>;

const templatesDirectory = packagePath('src/init/templates');
/** Built from our own sources: signature, event names, payload types. */
const logtoDirectory = packagePath('dist/templates/logto');

/** Files that are concatenated from a part per overlay, separated by an empty line. */
const concatenated = new Set(['.env.example', 'README.md', 'Dockerfile']);
/** npm does not pack .gitignore, and a package.json would change how the files beside it are read. */
const renamed: Readonly<Record<string, string>> = {
  _gitignore: '.gitignore',
  '_package.json': 'package.json',
};

/**
 * Composes a project from the overlays of its options; an overlay is a directory of whole files.
 * @throws Error if two overlays have the same file, which is a bug in the templates
 */
export function composeProject(project: Project): ProjectFiles {
  const files = new Map<string, string>();
  const packages: PackageParts[] = [{ name: project.name, version: '0.1.0' }];
  const parts = new Map<string, string[]>([['README.md', [`# ${project.name}\n`]]]);
  for (const directory of overlayDirectories(project)) {
    for (const [file, text] of readOverlay(directory)) {
      if (file === 'package.json') packages.push(JSON.parse(text));
      else if (concatenated.has(file)) parts.set(file, [...(parts.get(file) ?? []), text]);
      else if (files.has(file)) throw new Error(`Two overlays have a ${file}.`);
      else files.set(file, text);
    }
  }
  files.set('package.json', `${JSON.stringify(mergePackages(packages), null, 2)}\n`);
  for (const [file, texts] of parts) files.set(file, texts.join('\n'));
  files.set('src/handlers/index.ts', handlersIndex(handlersOf(project)));
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function handlersOf({ recipes }: Project): readonly (RecipeName | 'example')[] {
  return recipes.length > 0 ? recipes : ['example'];
}

/** In the order in which their parts of README, settings and Dockerfile follow each other. */
function overlayDirectories({ template, packageManager, queue, ...project }: Project): string[] {
  const chosen = recipes.filter(({ value }) => project.recipes.includes(value));
  const shared = new Set(chosen.flatMap(({ parts }): readonly string[] => parts));
  const overlays = [
    'common',
    `package-managers/${packageManager}`,
    ...(templates.find(({ value }) => value === template)?.overlays ?? []),
    ...[...shared].map((part) => `parts/${part}`),
    ...chosen.map(({ value }) => `recipes/${value}`),
    ...(chosen.length === 0 ? ['example'] : []),
    `queues/${queue}`,
    'closing',
  ];
  return [...overlays.map((overlay) => path.join(templatesDirectory, overlay)), logtoDirectory];
}

/** The files of an overlay, by the path they get in the project. */
function readOverlay(directory: string): [file: string, text: string][] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const source = path.join(entry.parentPath, entry.name);
      const file = path.relative(directory, source).replaceAll(path.sep, '/');
      return [renamed[file] ?? file, readFileSync(source, 'utf8')];
    });
}
