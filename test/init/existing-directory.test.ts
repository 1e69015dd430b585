import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';

const quick = ['--yes', '--no-install', '--no-git'];

function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .toSorted();
}

describe('init in an existing directory', () => {
  it('refuses a non-empty directory, and points to add', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'index.html'), '');
    const { code, stderr } = await runCli(['init', '.', ...quick], { cwd });
    expect([code, stderr.trim().split('\n').length]).toEqual([2, 1]);
    expect(stderr).toMatch(/is not empty.*logto-hooks add.*--force/);
    expect(filesIn(cwd)).toEqual(['index.html']);
  });

  it('writes only missing files with --force, merges .gitignore and suggests what works', async () => {
    const cwd = temporaryDirectory();
    const write = (file: string, text: string) => writeFileSync(path.join(cwd, file), text);
    const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8');
    write('README.md', 'mine');
    write('.env', 'MINE=1\n');
    write('.gitignore', '/node_modules\n*.log');
    write('package.json', '{"scripts":{"dev":"vite"},"dependencies":{"zod":"^4.0.0"}}');
    const args = ['init', '.', ...quick, '--force'];
    const { code, stdout } = await runCli(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Added lines to: .gitignore');
    expect(stdout).toContain('Kept unchanged: .env, README.md, package.json');
    expect([read('README.md'), read('.env')]).toEqual(['mine', 'MINE=1\n']);
    expect(read('.gitignore')).toMatch(/^\/node_modules\n\*\.log\n\n# Logto webhooks\n/);
    expect(read('.gitignore').split('\n')).toContain('.env');
    expect(read('.gitignore').match(/node_modules/g)).toHaveLength(1);
    expect(existsSync(path.join(cwd, 'src/server.ts'))).toBe(true);
    expect(stdout).toMatch(/First.*\n {2}LOGTO_WEBHOOK_SIGNING_KEY\n/);
    expect(stdout).toMatch(/npm install p-queue@\S+ /);
    expect(stdout).toMatch(/npm install --save-dev .*tsx@\S+/);
    expect(stdout).toContain('npx --no tsx watch src/server.ts');
    expect(stdout).toMatch(/npm pkg set .*'scripts.build=tsc --project tsconfig.build.json'/);
    expect(stdout).not.toContain('scripts.dev=');
    expect(stdout).not.toMatch(/zod@|run dev/);

    const gitignore = read('.gitignore');
    await runCli(args, { cwd });
    expect(read('.gitignore')).toBe(gitignore);
  });

  it('refuses to break a Next.js app', async () => {
    const cwd = temporaryDirectory();
    writeFileSync(path.join(cwd, 'package.json'), '{"dependencies":{"next":"16"}}');
    const args = ['init', '.', ...quick, '-t', 'next', '--force'];
    const { code, stderr } = await runCli(args, { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('logto-hooks add')]);
    expect(filesIn(cwd)).toEqual(['package.json']);
  });

  it('writes workflow and Dockerfile for the root of a monorepo', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.git'));
    const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8');
    await runCli(['init', 'apps/hooks', ...quick], { cwd });
    expect(read('.github/workflows/hooks.yml')).toMatch(
      /working-directory: apps\/hooks[\s\S]*cache-dependency-path: apps\/hooks\/package-lock\.json/,
    );
    expect(filesIn(cwd)).not.toContain('apps/hooks/.github/workflows/test.yml');
    writeFileSync(path.join(cwd, 'package.json'), '{"workspaces":["apps/*"]}');
    await runCli(['init', 'apps/more', ...quick], { cwd });
    expect(read('apps/more/Dockerfile')).toMatch(
      /RUN npm ci\nRUN cd apps\/more && npm run build[\s\S]*WORKDIR \/app\/apps\/more\n/,
    );
    expect(read('.github/workflows/more.yml')).not.toContain('cache-dependency-path');
    expect(read('.github/workflows/more.yml')).toContain("hashFiles('**/node_modules/");
    expect(read('apps/more/README.md')).toMatch(
      /--env-file apps\/more\/\.env --volume logto-webhooks:\/app\/apps\/more\/data/,
    );
    await runCli(['init', 'apps/python', ...quick, '-t', 'fastapi'], { cwd });
    expect(read('apps/python/Dockerfile')).toMatch(
      /^FROM python:[\s\S]*COPY requirements\.txt \.\/\n/,
    );
    expect(read('.github/workflows/python.yml')).toContain('working-directory: apps/python\n');
    await runCli(['init', 'apps/small', ...quick, '--minimal'], { cwd });
    expect(filesIn(cwd).filter((file) => /small.*(docker|yml)/i.test(file))).toEqual([]);
  });

  it('starts Next.js where pnpm links it, with the pnpm that package.json names', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(path.join(cwd, '.git'));
    writeFileSync(path.join(cwd, 'pnpm-workspace.yaml'), 'packages: [apps/*]\n');
    writeFileSync(path.join(cwd, 'package.json'), '{"packageManager":"pnpm@10.1.0"}');
    await runCli(['init', 'apps/hooks', ...quick, '-t', 'next', '--pm', 'pnpm'], { cwd });
    const read = (file: string) => readFileSync(path.join(cwd, file), 'utf8');
    expect(read('apps/hooks/Dockerfile')).toMatch(
      /WORKDIR \/app\/apps\/hooks\n[\s\S]*CMD \["node", "node_modules\/next\//,
    );
    const workflow = read('.github/workflows/hooks.yml');
    expect(workflow).toContain('pnpm/action-setup');
    expect(workflow).not.toContain('version: 10');
  });
});
