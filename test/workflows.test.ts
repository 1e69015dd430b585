import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporaryDirectory } from './helpers/cli.ts';
import { isThorough } from './helpers/thorough.ts';

const root = path.resolve(import.meta.dirname, '..');
const workflows = path.join(root, '.github/workflows');

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { steps: readonly { name?: string; run?: string }[] }>>;
}

const release = parse(readFileSync(path.join(workflows, 'release.yml'), 'utf8')) as Workflow;

/** A clone with one commit, whose origin is a bare repository, and a `gh` that writes down its arguments. */
function repository() {
  const directory = temporaryDirectory();
  const [origin, clone, bin] = ['origin', 'clone', 'bin'].map((name) => path.join(directory, name));
  if (!origin || !clone || !bin) throw new Error('no directories');
  mkdirSync(bin);
  writeFileSync(path.join(bin, 'gh'), `#!/bin/sh\nprintf '%s\\n' "$*" >>'${directory}/gh.log'\n`);
  chmodSync(path.join(bin, 'gh'), 0o755);
  writeFileSync(path.join(directory, 'gh.log'), '');
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: clone, encoding: 'utf8', stdio: 'pipe' }).trim();
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', origin]);
  execFileSync('git', ['clone', '--quiet', origin, clone], { stdio: 'pipe' });
  for (const [name, value] of [
    ['user.name', 'Joan'],
    ['user.email', 'joan@example.com'],
    ['commit.gpgSign', 'false'],
  ] as const) {
    run('git', 'config', name, value);
  }
  writeFileSync(path.join(clone, '.gitignore'), 'node_modules\nrelease\n');
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  mkdirSync(path.join(clone, '.changeset'));
  for (const name of [
    'package.json',
    'CHANGELOG.md',
    '.changeset/config.json',
    '.changeset/README.md',
  ]) {
    writeFileSync(path.join(clone, name), readFileSync(path.join(root, name)));
  }
  const commit = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(clone, name), text);
    run('git', 'add', '--all');
    run('git', 'commit', '--quiet', '--message', 'Change');
    run('git', 'push', '--quiet', 'origin', 'HEAD:main');
  };
  commit({});
  /** Runs a step's commands as GitHub's runner does, and returns its outputs. */
  const step = (job: string, name: string, env: Readonly<Record<string, string>> = {}) => {
    const script = release.jobs[job]?.steps.find((candidate) => candidate.name === name)?.run;
    if (!script) throw new Error(`${job} has no step "${name}"`);
    const output = path.join(directory, 'output');
    writeFileSync(output, '');
    execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: clone,
      env: {
        ...process.env,
        ...env,
        PATH: `${bin}${path.delimiter}${process.env.PATH}`,
        GITHUB_OUTPUT: output,
        GITHUB_SHA: run('git', 'rev-parse', 'HEAD'),
      },
      stdio: 'pipe',
    });
    return readFileSync(output, 'utf8');
  };
  return {
    clone,
    run,
    commit,
    step,
    calls: () => readFileSync(path.join(directory, 'gh.log'), 'utf8'),
  };
}

const changeset = '---\n"logto-hooks": minor\n---\n\nList events by since.\n';

describe('a workflow', () => {
  it.each(readdirSync(workflows))('%s pins every action to a commit, and reads only', (name) => {
    const text = readFileSync(path.join(workflows, name), 'utf8');
    const used = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(used).not.toEqual([]);
    for (const action of used) expect(action).toMatch(/@[0-9a-f]{40}$/);
    expect((parse(text) as Workflow).permissions).toEqual({ contents: 'read' });
  });
});

// GitHub runs these steps on Linux; they take seconds.
describe.runIf(isThorough)('the release workflow', () => {
  it('turns pending changesets into a pull request, and releases nothing before it is merged', () => {
    const { clone, run, commit, step, calls } = repository();
    commit({ '.changeset/brave-dogs-sing.md': changeset });
    step('version', 'Open or update the pull request of the next version');
    const [version] =
      /\d+\.\d+\.\d+/.exec(run('git', 'show', 'origin/next-version:package.json')) ?? [];
    expect(version).toBe('0.2.0');
    expect(run('git', 'show', 'origin/next-version:CHANGELOG.md')).toContain(
      'List events by since.',
    );
    expect(
      run('git', 'ls-tree', '--name-only', 'origin/next-version', '.changeset/'),
    ).not.toContain('brave');
    expect(calls()).toContain('pr create --base main --head next-version');
    expect(step('version', 'Decide whether this commit is a release')).toBe(
      'version=0.1.0\nrelease=false\n',
    );
    expect(readFileSync(path.join(clone, 'package.json'), 'utf8')).toContain('"version": "0.1.0"');
  });

  it('releases a version without a tag once, when no changeset is pending', () => {
    const { run, step, calls } = repository();
    step('version', 'Open or update the pull request of the next version');
    expect(calls()).toBe('');
    const decide = () => step('version', 'Decide whether this commit is a release');
    expect(decide()).toBe('version=0.1.0\nrelease=true\n');
    run('git', 'tag', 'v0.1.0');
    expect(decide()).toBe('version=0.1.0\nrelease=false\n');
  });

  it('packs an executable with the licenses of what it contains', () => {
    const { clone, step, run } = repository();
    const pack = () =>
      step('executables', 'Pack it with its licenses', {
        NAME: 'logto-hooks-x',
        RUNNER_OS: 'Linux',
      });
    const directory = path.join(clone, 'artifacts/single-file');
    mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, 'logto-hooks'), '');
    expect(pack).toThrow();
    writeFileSync(path.join(directory, 'LICENSE-node'), 'MIT');
    pack();
    const packed = run('tar', '-tzf', 'artifacts/logto-hooks-x.tar.gz').split('\n');
    expect(packed).toContain('logto-hooks-x/LICENSE-node');
  });

  it('packs the tarball and the bill of materials with checksums', () => {
    const { clone, step } = repository();
    writeFileSync(path.join(clone, 'sbom.cdx.json'), '{}');
    // The package's own scripts build it; here the packing is at stake.
    const manifest = JSON.parse(readFileSync(path.join(clone, 'package.json'), 'utf8'));
    writeFileSync(path.join(clone, 'package.json'), JSON.stringify({ ...manifest, scripts: {} }));
    step('package', 'Pack, with checksums');
    const directory = path.join(clone, 'release');
    expect(readdirSync(directory).sort()).toEqual([
      'SHA256SUMS',
      'logto-hooks-0.1.0.tgz',
      'sbom.cdx.json',
    ]);
    const check = () =>
      execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: directory, stdio: 'pipe' });
    check();
    writeFileSync(path.join(directory, 'sbom.cdx.json'), '[]');
    expect(check).toThrow();
  });
});
