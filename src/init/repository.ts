import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isHomeDirectory } from '../core/workspace/home-directory.ts';
import { usesPackageManager } from './choices.ts';
import type { Project, ProjectFiles } from './compose/project.ts';

/** The repository that a project is created in, if it is not at its root. */
export interface Repository {
  readonly root: string;
  /** The project's directory relative to the root, with `/`. */
  readonly path: string;
  /** Whether the lock file is at the root, because the project belongs to a workspace. */
  readonly isWorkspace: boolean;
}

const workflow = '.github/workflows/test.yml';

/** Returns the git repository above a project's directory. Undefined if there is none. */
export function findRepository(directory: string): Repository | undefined {
  if (existsSync(path.join(directory, '.git'))) return undefined;
  for (let root = path.dirname(directory); !isHomeDirectory(root); root = path.dirname(root)) {
    if (existsSync(path.join(root, '.git'))) {
      const below = path.relative(root, directory).split(path.sep).join('/');
      return { root, path: below, isWorkspace: isWorkspace(root) };
    }
    if (root === path.dirname(root)) return undefined;
  }
  return undefined; // A repository of a home directory's dotfiles does not count.
}

function isWorkspace(root: string): boolean {
  if (existsSync(path.join(root, 'pnpm-workspace.yaml'))) return true;
  const file = path.join(root, 'package.json');
  return existsSync(file) && /"workspaces"\s*:/.test(readFileSync(file, 'utf8'));
}

/**
 * Returns a project's files with the paths that its repository needs.
 * @returns `files` for the project, and `rootFiles` for the root of the repository: GitHub runs only the
 * workflows that are there
 */
export function adaptToRepository(
  files: ProjectFiles,
  repository: Repository,
  project: Project,
): { files: ProjectFiles; rootFiles: ProjectFiles } {
  const adapted = new Map(files);
  const text = adapted.get(workflow);
  adapted.delete(workflow);
  if (repository.isWorkspace) adapted.delete('pnpm-workspace.yaml');
  if (repository.isWorkspace && files.has('Dockerfile') && usesPackageManager(project.template)) {
    adapted.set('Dockerfile', workspaceDockerfile(files, repository, project));
    adapted.set('Dockerfile.dockerignore', dockerignore);
    adapted.delete('.dockerignore');
    adapted.set('README.md', workspaceReadme(files.get('README.md') ?? '', repository.path));
  }
  const rootWorkflow = `.github/workflows/${project.name}.yml`;
  return {
    files: adapted,
    rootFiles: new Map(text ? [[rootWorkflow, rootWorkflowText(text, repository)]] : []),
  };
}

/** Returns a README whose Docker commands run in the root of the repository. */
function workspaceReadme(text: string, below: string): string {
  return text
    .replace(
      'docker build --tag logto-webhooks .',
      `# In the root of the repository:\ndocker build --tag logto-webhooks --file ${below}/Dockerfile .`,
    )
    .replace('--env-file .env', `--env-file ${below}/.env`)
    .replace(':/app/data', `:/app/${below}/data`);
}

const dockerignore = `**/node_modules
**/dist
**/.next
.git
**/.env
**/.env.*
!**/.env.example
**/.logto-hooks
**/data
`;

function rootWorkflowText(text: string, { root, path: below, isWorkspace }: Repository): string {
  const lockFile = /^( *)cache: (\w+)$/m;
  const names: Record<string, string> = {
    npm: 'package-lock.json',
    pnpm: 'pnpm-lock.yaml',
    yarn: 'yarn.lock',
  };
  return (
    text
      .replace(/^name: test$/m, `name: ${path.posix.basename(below)}`)
      .replace(/^jobs:$/m, `defaults:\n  run:\n    working-directory: ${below}\njobs:`)
      .replace(lockFile, (line, indent: string, manager: string) =>
        isWorkspace ? line : `${line}\n${indent}cache-dependency-path: ${below}/${names[manager]}`,
      )
      // In a workspace, the package can be in the root.
      .replaceAll("hashFiles('", `hashFiles('${isWorkspace ? '**' : below}/`)
      .replace(pnpmVersion, (lines) => (pinsPackageManager(root) ? '' : lines))
  );
}

/** The action refuses a version if package.json has one, too. */
const pnpmVersion = /^ *with:\n *version: \d+\n/m;

function pinsPackageManager(root: string): boolean {
  const file = path.join(root, 'package.json');
  return existsSync(file) && /"packageManager"\s*:/.test(readFileSync(file, 'utf8'));
}

/** Returns a Dockerfile that installs and builds in the root of the repository, where the lock file is. */
function workspaceDockerfile(
  files: ProjectFiles,
  { path: below }: Repository,
  { packageManager }: Project,
): string {
  const runtime = files.get('Dockerfile')?.split('\n\n').at(-1) ?? '';
  const install = {
    npm: 'npm ci',
    pnpm: 'pnpm install --frozen-lockfile',
    yarn: 'yarn install --frozen-lockfile',
    bun: 'bun install --frozen-lockfile',
  }[packageManager];
  const prune = {
    npm: 'npm prune --omit=dev',
    pnpm: 'CI=true pnpm install --prod --frozen-lockfile',
    yarn: 'yarn install --production --frozen-lockfile',
    bun: 'rm -rf node_modules && bun install --production --frozen-lockfile',
  }[packageManager];
  const setUp = /^RUN npm install --global .*$/m.exec(files.get('Dockerfile') ?? '')?.[0];
  return [
    '# Build it in the root of the repository, where the lock file is:',
    `# docker build --file ${below}/Dockerfile .`,
    'FROM node:24-slim AS build',
    'WORKDIR /app',
    ...(setUp ? [setUp] : []),
    'COPY . .',
    `RUN ${install}`,
    `RUN cd ${below} && ${packageManager} run build`,
    `RUN ${prune}`,
    '',
    runtime
      .replace('WORKDIR /app\n', `WORKDIR /app/${below}\n`)
      .replace('COPY --from=build /app ./', 'COPY --from=build /app /app')
      .replace('VOLUME /app/data', `VOLUME /app/${below}/data`)
      // pnpm links a package's dependencies in its own directory.
      .replace(
        '"node_modules/next/',
        packageManager === 'pnpm' ? '"node_modules/next/' : '"/app/node_modules/next/',
      ),
  ].join('\n');
}
