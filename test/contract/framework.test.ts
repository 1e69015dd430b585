import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { recognizeFramework } from '../../src/contract/framework/recognize.ts';
import { readReceiverSettings } from '../../src/contract/receiver/settings.ts';
import { receiverSnippets } from '../../src/contract/snippets/snippets.ts';
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

/** Returns the title of the code that a remedy has for a receiver with these files and response headers. */
function titleFor(files: Files, headers: Record<string, string> = {}, below = '') {
  const { framework } = readReceiverSettings(path.join(project(files), below));
  const response = {
    status: 401,
    headers: Object.entries(headers).flat(),
    body: Buffer.alloc(0),
    complete: true,
  };
  const recognized = recognizeFramework(framework, [response]);
  return recognized && receiverSnippets[recognized].title;
}

const packageJson = (...names: string[]) =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

describe('test recognizes', () => {
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
  ])('%s in a project with %j', (title, files) => {
    expect(titleFor(files)).toContain(title);
  });

  it('the files of a directory above, up to the root of the repository', () => {
    const files = { 'package.json': packageJson('koa'), 'apps/hooks/.keep': '' };
    expect(titleFor(files, {}, 'apps/hooks')).toBe('Koa');
    const outside = { ...files, 'apps/.git': '' };
    expect(titleFor(outside, {}, 'apps/hooks')).toBeUndefined();
  });

  it.each<[string, Record<string, string>, Files]>([
    ['Express', { 'x-powered-by': 'Express' }, {}],
    ['NestJS', { 'x-powered-by': 'Express' }, { 'package.json': packageJson('@nestjs/core') }],
    ['Flask', { server: 'Werkzeug/3.0.1 Python/3.12.1' }, { 'package.json': packageJson('vite') }],
    ['Laravel', { 'x-powered-by': 'PHP/8.3.1' }, { artisan: '' }],
    ['PHP', { 'x-powered-by': 'PHP/8.3.1' }, {}],
    ['ASP.NET Core', { server: 'Kestrel' }, {}],
  ])('%s by the response headers %j in a project with %j', (title, headers, files) => {
    expect(titleFor(files, headers)).toContain(title);
  });

  it('nothing in an empty project', () => {
    expect(titleFor({})).toBeUndefined();
  });
});

it('test prints the code for the recognized framework', async () => {
  const { url } = await startReceiver((_, response) => response.writeHead(401).end());
  const cwd = project({ 'package.json': packageJson('koa') });
  const { stdout } = await runCli(['test', '--to', url, '--signing-key', 'k'.repeat(32)], { cwd });
  expect(stdout).toMatch(/^ {4}\/\/ Koa$/m);
});
