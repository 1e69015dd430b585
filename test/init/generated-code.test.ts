import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  isStandalone,
  packageManagers,
  recipes,
  recipesOnWorkers,
  templates,
  usesPackageManager,
} from '../../src/init/choices.ts';
import { composeProject } from '../../src/init/compose/compose.ts';
import type { Project, ProjectFiles } from '../../src/init/compose/project.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { runIn } from '../helpers/project.ts';

/** A project of each template with all its recipes, and the minimal one. */
const projects: readonly Project[] = [
  ...templates.map(({ value: template }): Project => {
    const own = template === 'cloudflare' ? recipesOnWorkers : recipes;
    return {
      ...{ name: template, template, packageManager: 'npm' },
      recipes: isStandalone(template) ? [] : own.map(({ value }) => value),
      queue: template === 'cloudflare' ? template : isStandalone(template) ? 'memory' : 'postgres',
    };
  }),
  { name: 'plain', template: 'node', packageManager: 'npm', recipes: [], queue: 'memory' },
  {
    ...{ name: 'minimal', template: 'node', packageManager: 'npm', recipes: [], queue: 'memory' },
    minimal: true,
  },
];

function write(directory: string, files: ProjectFiles): string {
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  return directory;
}

describe("a generated project's code", () => {
  it('passes Biome, for any version of Logto', { timeout: 60_000 }, async () => {
    // One process per configuration checks them all.
    const directories = new Map<string, string>();
    const checked = new Set<string>();
    for (const project of projects.filter(({ template }) => usesPackageManager(template))) {
      const older = project.template === 'hono' ? (['1.36', '1.20'] as const) : [];
      for (const logtoVersion of [undefined, ...older]) {
        const files = new Map(composeProject({ ...project, logtoVersion }));
        const config = files.get('biome.json') ?? '';
        const settings = ['biome.json', '.gitignore'].map(
          (name) => [name, files.get(name) ?? ''] as const,
        );
        const root = directories.get(config) ?? write(temporaryDirectory(), new Map(settings));
        directories.set(config, root);
        // Projects share most files, and one copy of each suffices.
        for (const [file, text] of files) {
          if (file === 'biome.json' || checked.has(`${file} ${text}`)) files.delete(file);
          checked.add(`${file} ${text}`);
        }
        write(path.join(root, `${project.name}-${logtoVersion}`), files);
      }
    }
    expect(directories.size).toBe(2);
    for (const directory of directories.values()) {
      const project = { directory, signingKey: '' };
      const { code, output } = await runIn(project, 'biome', 'check', '--error-on-warnings');
      expect(code, output).toBe(0);
      expect(output).toMatch(/^Checked \d+ files in .*\. No fixes applied\.\n$/);
    }
  });

  it.each(projects)('never downloads logto-hooks ($name)', (project) => {
    for (const packageManager of packageManagers) {
      const files = composeProject({ ...project, packageManager });
      const text = [...files.values()].join('\n');
      expect(text).not.toMatch(
        /(?:npx|bunx|dlx|pipx)(?: -\S+)* logto-hooks(?<!npx --no logto-hooks)/,
      );
      // `npx --no` fails in a project without the package.
      expect(files.get('README.md')).not.toContain('npx --no logto-hooks');
      expect(files.get('README.md')).toContain('`npm install --global <path>/logto-hooks-*.tgz`');
    }
  });

  it.each(projects.filter(({ minimal }) => !minimal))(
    'has a workflow with pinned actions, and an editor configuration ($name)',
    (project) => {
      for (const packageManager of packageManagers) {
        const files = composeProject({ ...project, packageManager });
        expect(files.has('.editorconfig')).toBe(true);
        const workflow = files.get('.github/workflows/test.yml') ?? '';
        const actions = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action);
        expect(actions.length).toBeGreaterThan(1);
        for (const action of actions) expect(action).toMatch(/^[\w/-]+@[\da-f]{40} # v[\d.]+$/);
        expect(workflow.includes('logto-hooks test --start')).toBe(
          usesPackageManager(project.template) && project.template !== 'cloudflare',
        );
      }
    },
  );
});
