import path from 'node:path';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { isSingleExecutable, listPackageFiles, readPackageFile } from '../../core/package-files.ts';
import { payloadTypes } from '../../core/payload/json-schema/typescript.ts';
import {
  type PackageManager,
  type QueueName,
  queues,
  type RecipeName,
  recipes,
  type TemplateName,
  templates,
} from '../choices.ts';
import { handlersIndex } from './handlers-index.ts';
import { logtoFiles, textForVersion } from './logto-version.ts';
import { mergePackages, type PackageParts } from './merge-packages.ts';
import { wranglerConfig } from './wrangler-config.ts';

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

const templatesDirectory = 'src/init/templates';
/** Built from this package's sources: signature, event names, payload types. */
const logtoDirectory = 'dist/templates/logto';

/** Files that overlays share; their parts are joined with an empty line between them. */
const concatenated = new Set(['.env.example', 'README.md', 'Dockerfile']);
/** npm does not pack .gitignore, and these other files would apply to the templates themselves. */
const renamed: Readonly<Record<string, string>> = {
  _gitignore: '.gitignore',
  '_package.json': 'package.json',
  '_biome.json': 'biome.json',
};

/**
 * Composes a project from the overlays of its options; an overlay is a directory of whole files.
 * @throws Error if two overlays have the same file, which is a bug in the templates
 */
export function composeProject(project: Project): ProjectFiles {
  if (project.minimal) return composeMinimal(project);
  if (project.template === 'go') return composeGo(project);
  const files = new Map<string, string>();
  const packages: PackageParts[] = [{ name: project.name, version: '0.1.0' }];
  const parts = new Map<string, string[]>([['README.md', [`# ${project.name}\n`]]]);
  for (const directory of overlayDirectories(project)) {
    for (const [file, text] of readOverlay(directory)) {
      if (project.template === 'cloudflare' && isOmittedOnWorkers(file, directory)) continue;
      if (file === 'package.json') packages.push(JSON.parse(text));
      else if (concatenated.has(file)) parts.set(file, [...(parts.get(file) ?? []), text]);
      else if (files.has(file)) throw new Error(`Two overlays have a ${file}.`);
      else files.set(file, textForVersion(text, project.logtoVersion));
    }
  }
  files.set('package.json', `${JSON.stringify(mergePackages(packages), null, 2)}\n`);
  for (const [file, texts] of parts) files.set(file, texts.join('\n'));
  files.set('src/handlers/index.ts', handlersIndex(handlersOf(project)));
  if (project.template === 'cloudflare') adaptToWorkers(files, project.name);
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

function composeMinimal({ name, packageManager, logtoVersion }: Project): ProjectFiles {
  const files = new Map(readOverlay(`${templatesDirectory}/minimal`));
  const manifest: PackageParts = JSON.parse(files.get('package.json') ?? '{}');
  const parts = [{ name, version: '0.1.0' }, manifest];
  files.set('package.json', `${JSON.stringify(mergePackages(parts), null, 2)}\n`);
  const readme = files.get('README.md')?.replaceAll(/^npm /gm, `${packageManager} `) ?? '';
  files.set('README.md', `# ${name}\n\n${readme}`);
  files.set('src/payloads.ts', payloadTypes(logtoVersion));
  return files;
}

function composeGo({ name }: Project): ProjectFiles {
  const files = new Map(readOverlay(`${templatesDirectory}/go`));
  files.set('go.mod', files.get('go.mod')?.replace('module receiver', `module ${name}`) ?? '');
  files.set('README.md', `# ${name}\n\n${files.get('README.md')}`);
  return files;
}

function handlersOf({ recipes }: Project): readonly (RecipeName | 'example')[] {
  return recipes.length > 0 ? recipes : ['example'];
}

/** Returns the overlays in the order of their parts of README, settings and Dockerfile. */
function overlayDirectories({ template, packageManager, queue, ...project }: Project): string[] {
  const chosen = recipes.filter(({ value }) => project.recipes.includes(value));
  const queueParts = queues.find(({ value }) => value === queue)?.parts ?? [];
  const shared = new Set([
    ...chosen.flatMap(({ parts }): readonly string[] => parts),
    ...queueParts,
  ]);
  const overlays = [
    'common',
    `package-managers/${packageManager}`,
    ...(templates.find(({ value }) => value === template)?.overlays ?? []),
    ...[...shared].map((part) => `parts/${part}`),
    ...chosen.map(({ value }) => `recipes/${value}`),
    ...(chosen.length === 0 ? ['example'] : []),
    ...(queue === 'cloudflare' ? [] : [`queues/${queue}`]),
    'closing',
  ];
  return [...overlays.map((overlay) => `${templatesDirectory}/${overlay}`), logtoDirectory];
}

/** Returns the files of an overlay, by their path in the project. */
function readOverlay(directory: string): [file: string, text: string][] {
  return listPackageFiles(directory).map((file) => {
    const text = readPackageFile(`${directory}/${file}`).toString();
    const isAdapted = file === 'README.md' && isSingleExecutable();
    return [renamed[file] ?? file, isAdapted ? withoutNpx(text) : text];
  });
}

/** Returns a README whose commands run the single executable, which npx does not find. */
function withoutNpx(readme: string): string {
  const note = '`npx --no` runs the installed logto-hooks and never downloads it\\.';
  return readme
    .replaceAll('npx --no logto-hooks', 'logto-hooks')
    .replaceAll(new RegExp(`^${note} ?| ${note}`, 'gm'), '');
}
