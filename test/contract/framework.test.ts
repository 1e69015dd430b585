import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { startReceiver } from '../helpers/receiver.ts';

type Files = Readonly<Record<string, string>>;

function project(files: Files): string {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, name)), { recursive: true });
    writeFileSync(path.join(cwd, name), text);
  }
  return cwd;
}

/** The title above the code that `test` prints for a receiver that expects base64. */
async function titleOf(files: Files, headers: Record<string, string> = {}, below = '') {
  const { url } = await startReceiver((_, response) => response.writeHead(401, headers).end());
  const cwd = path.join(project(files), below);
  const { stdout } = await runCli(['test', '--to', url, '--signing-key', 'k'.repeat(32)], { cwd });
  return /^ {4}\/\/ (.*)$/m.exec(stdout)?.[1];
}

const packageJson = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

describe('test prints code for the framework of the receiver', () => {
  it.each<[string, Files]>([
    ['Express', { 'package.json': packageJson('express', 'zod') }],
    ['Fastify', { 'package.json': packageJson('fastify') }],
    ['Hono', { 'package.json': packageJson('hono', '@hono/node-server') }],
    ['Next.js', { 'package.json': packageJson('next', 'express') }],
    ['NestJS', { 'package.json': packageJson('@nestjs/core', 'express') }],
    ['Koa', { 'package.json': packageJson('koa') }],
    ['Node.js', { 'package.json': packageJson('zod') }],
    ['Cloudflare Workers', { 'wrangler.toml': '', 'package.json': packageJson() }],
    ['Flask', { 'requirements.txt': 'Flask==3.0\n' }],
    ['FastAPI', { 'pyproject.toml': 'dependencies = ["fastapi"]' }],
    ['Django', { 'manage.py': 'import django' }],
    ['Flask', { 'app.py': 'from flask import Flask\n' }],
    ['Go', { 'go.mod': 'module receiver\n' }],
    ['PHP', { 'index.php': '<?php' }],
    ['Laravel', { 'composer.json': '{"require":{"laravel/framework":"^12"}}' }],
    ['Spring (Java)', { 'pom.xml': '<artifactId>spring-boot-starter-web</artifactId>' }],
    ['Spring (Kotlin)', { 'build.gradle.kts': 'kotlin("plugin.spring")' }],
    ['ASP.NET Core', { 'app.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web">' }],
    ['Rails', { Gemfile: 'gem "rails"' }],
  ])('%s, by %j', async (title, files) => {
    expect(await titleOf(files)).toContain(title);
  });

  it('by files of a directory above, up to the root of the repository', async () => {
    const files = { 'package.json': packageJson('koa'), 'apps/hooks/.keep': '' };
    expect(await titleOf(files, {}, 'apps/hooks')).toBe('Koa');
    const outside = { ...files, 'apps/.git': '' };
    expect(await titleOf(outside, {}, 'apps/hooks')).toBeUndefined();
  });

  it.each<[string, Record<string, string>, Files]>([
    ['Express', { 'x-powered-by': 'Express' }, {}],
    ['NestJS', { 'x-powered-by': 'Express' }, { 'package.json': packageJson('@nestjs/core') }],
    ['Flask', { server: 'Werkzeug/3.0.1 Python/3.12.1' }, { 'package.json': packageJson('vite') }],
    ['Laravel', { 'x-powered-by': 'PHP/8.3.1' }, { artisan: '' }],
    ['PHP', { 'x-powered-by': 'PHP/8.3.1' }, {}],
    ['ASP.NET Core', { server: 'Kestrel' }, {}],
  ])('%s, by the headers %j beside %j', async (title, headers, files) => {
    expect(await titleOf(files, headers)).toContain(title);
  });

  it('and none where nothing shows it', async () => {
    expect(await titleOf({})).toBeUndefined();
  });
});
