import path from 'node:path';
import {
  isStandalone,
  type LayeredName,
  overlaysOf,
  queues,
  type RecipeName,
  recipes,
} from '../choices.ts';
import { handlersIndex } from './handlers-index.ts';
import { logtoFiles, textForVersion } from './logto-version.ts';
import { mergePackages, type PackageParts } from './merge-packages.ts';
import { readOverlay, templatesDirectory } from './overlay.ts';
import type { Project, ProjectFiles } from './project.ts';
import { composeMinimal, composeStandalone } from './standalone.ts';
import { wranglerConfig } from './wrangler-config.ts';

/** Built from this package's sources: signature, event names, payload types. */
const logtoDirectory = 'dist/templates/logto';

/** Files that overlays share; their parts are joined with an empty line between them. */
const concatenated = new Set(['.env.example', 'README.md', 'Dockerfile']);

/**
 * Composes a project from the overlays of its options; an overlay is a directory of whole files.
 * @throws Error if two overlays have the same file, which is a bug in the templates
 */
export function composeProject(project: Project): ProjectFiles {
  if (project.minimal) return composeMinimal(project);
  return isStandalone(project.template)
    ? composeStandalone(project, project.template)
    : composeOverlays(project, project.template);
}

function composeOverlays(project: Project, template: LayeredName): ProjectFiles {
  const files = new Map<string, string>();
  const packages: PackageParts[] = [{ name: project.name, version: '0.1.0' }];
  const parts = new Map<string, string[]>([['README.md', [`# ${project.name}\n`]]]);
  for (const directory of overlayDirectories(project, template)) {
    for (const [file, text] of readOverlay(directory)) {
      if (template === 'cloudflare' && isOmittedOnWorkers(file, directory)) continue;
      if (file === 'package.json') packages.push(JSON.parse(text));
      else if (concatenated.has(file)) parts.set(file, [...(parts.get(file) ?? []), text]);
      else if (files.has(file)) throw new Error(`Two overlays have a ${file}.`);
      else files.set(file, textForVersion(text, project.logtoVersion));
    }
  }
  files.set('package.json', `${JSON.stringify(mergePackages(packages), null, 2)}\n`);
  for (const [file, texts] of parts) files.set(file, texts.join('\n'));
  files.set('src/handlers/index.ts', handlersIndex(handlersOf(project)));
  if (template === 'cloudflare') adaptToWorkers(files, project.name);
  if (project.logtoVersion) {
    const events = files.get('src/logto/events.ts') ?? '';
    for (const [file, text] of logtoFiles(project.logtoVersion, events)) files.set(file, text);
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function adaptToWorkers(files: Map<string, string>, name: string): void {
  files.set('wrangler.jsonc', wranglerConfig(name));
  // wrangler needs Node.js 22, and only `wrangler dev` can start the project.
  const workflow = files.get('.github/workflows/test.yml') ?? '';
  const contractTest = / *# The contract test[\s\S]*$/;
  const text = workflow.replace('[20, 22, 24]', '[22, 24]').replace(contractTest, '');
  files.set('.github/workflows/test.yml', text);
}

/** Returns whether a file starts, stops or checks a process, which a Worker does not have. */
function isOmittedOnWorkers(file: string, directory: string): boolean {
  const overlay = path.posix.relative(templatesDirectory, directory).split('/')[0] ?? '';
  if (file === 'README.md') return ['common', 'package-managers', 'closing'].includes(overlay);
  return (
    ['Dockerfile', '.dockerignore', 'test/receiver.test.ts', 'test/helpers/receiver.ts'].includes(
      file,
    ) || /^src\/receiver\/(receiver|start|health)\.ts$/.test(file)
  );
}

function handlersOf({ recipes }: Project): readonly (RecipeName | 'example')[] {
  return recipes.length > 0 ? recipes : ['example'];
}

/** Returns the overlays in the order of their parts of README, settings and Dockerfile. */
function overlayDirectories(
  { packageManager, queue, ...project }: Project,
  template: LayeredName,
): string[] {
  const chosen = recipes.filter(({ value }) => project.recipes.includes(value));
  const queueParts = queues.find(({ value }) => value === queue)?.parts ?? [];
  const shared = new Set([
    ...chosen.flatMap(({ parts }): readonly string[] => parts),
    ...queueParts,
  ]);
  const overlays = [
    'common',
    `package-managers/${packageManager}`,
    ...overlaysOf(template),
    ...[...shared].map((part) => `parts/${part}`),
    ...chosen.map(({ value }) => `recipes/${value}`),
    ...(chosen.length === 0 ? ['example'] : []),
    ...(queue === 'cloudflare' ? [] : [`queues/${queue}`]),
    'closing',
  ];
  return [...overlays.map((overlay) => `${templatesDirectory}/${overlay}`), logtoDirectory];
}
