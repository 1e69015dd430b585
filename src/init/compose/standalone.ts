import { newestVersion } from '../../core/logto/versions.ts';
import { payloadTypes } from '../../core/payload/json-schema/typescript.ts';
import { pythonTypes } from '../../core/payload/languages/python.ts';
import type { StandaloneName } from '../choices.ts';
import { mergePackages, type PackageParts } from './merge-packages.ts';
import { readOverlay, templatesDirectory } from './overlay.ts';
import type { Project, ProjectFiles } from './project.ts';

/** Composes a project whose template has its own receiver. */
export function composeStandalone(project: Project, template: StandaloneName): ProjectFiles {
  if (template === 'nest') return composeNest(project);
  const files = new Map(overlay(template));
  if (template === 'go') {
    // Go reserves paths without a dot for its standard library: `module go` does not build.
    edit(files, 'go.mod', (text) =>
      text.replace('module receiver', `module example.com/${project.name}`),
    );
  } else {
    files.set('app/logto_events.py', pythonTypes(project.logtoVersion ?? newestVersion));
  }
  edit(files, 'README.md', (text) => `# ${project.name}\n\n${text}`);
  return files;
}

/** Composes a project of three source files and a test. */
export function composeMinimal(project: Project): ProjectFiles {
  const { name, packageManager, logtoVersion } = project;
  const files = new Map(overlay('minimal'));
  edit(files, 'package.json', (text) => named(text, project));
  edit(files, 'README.md', (text) => {
    return `# ${name}\n\n${text.replaceAll(/^npm /gm, `${packageManager} `)}`;
  });
  files.set('src/payloads.ts', payloadTypes(logtoVersion));
  return files;
}

/** The files that a NestJS project shares with other templates. */
const shared = ['.dockerignore', '.editorconfig', '.gitignore', 'vitest.config.ts'];

function composeNest(project: Project): ProjectFiles {
  const manager = new Map(overlay(`package-managers/${project.packageManager}`));
  const own = new Map(overlay('nest'));
  const common = overlay('common').filter(([file]) => shared.includes(file));
  const files = new Map([...common, ...manager, ...own]);
  const together = (file: string, ...heads: string[]) =>
    [...heads, manager.get(file), own.get(file)]
      .join('\n')
      .replaceAll('dist/server.js', 'dist/main.js');
  files.set('Dockerfile', together('Dockerfile'));
  files.set('README.md', together('README.md', `# ${project.name}\n`, nestHead));
  edit(files, 'package.json', (text) => named(text, project));
  files.set('src/logto/payloads.ts', payloadTypes(project.logtoVersion));
  return files;
}

const nestHead =
  "Receives [Logto](https://logto.io)'s webhooks: verifies the signature, acknowledges, and handles the events in the background.\n";

function overlay(name: string): [file: string, text: string][] {
  return readOverlay(`${templatesDirectory}/${name}`);
}

function edit(files: Map<string, string>, file: string, change: (text: string) => string): void {
  files.set(file, change(files.get(file) ?? ''));
}

/** Returns a package.json with the project's name. */
function named(text: string, { name }: Project): string {
  const manifest: PackageParts = JSON.parse(text);
  return `${JSON.stringify(mergePackages([{ name, version: '0.1.0' }, manifest]), null, 2)}\n`;
}
