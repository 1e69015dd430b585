import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { transform } from 'esbuild';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Framework } from '../../src/contract/snippets/snippet.ts';
import { receiverSnippets } from '../../src/contract/snippets/snippets.ts';
import { temporaryDirectory } from '../helpers/cli.ts';
import { listen } from '../receivers/frameworks/framework.ts';
import { signingKey } from '../receivers/receiver.ts';
import { runChecks } from '../receivers/run-checks.ts';

beforeAll(() => {
  process.env.LOGTO_WEBHOOK_SIGNING_KEY = signingKey;
  return () => {
    delete process.env.LOGTO_WEBHOOK_SIGNING_KEY;
  };
});

/** Runs code unchanged, with the variables that an app of its framework has. @returns the value of `result` */
async function run(framework: Framework, given: object, result = 'undefined'): Promise<unknown> {
  const source = receiverSnippets[framework].code
    .replace('export default ', 'const worker = ')
    .replace(/^export /, '');
  const { code } = await transform(source, { loader: 'ts' });
  const file = path.join(temporaryDirectory(), `${framework}.mjs`);
  const names = Object.keys(given).join(', ');
  writeFileSync(file, `export default ({ ${names} }) => {\n${code}\nreturn ${result};\n};\n`);
  const module: { default: (given: object) => unknown } = await import(pathToFileURL(file).href);
  return module.default(given);
}

const events = ['PostRegister', 'User.Created', 'Organization.Membership.Updated'] as const;

type WebHandler = (request: Request) => Promise<Response>;

const start = {
  async node() {
    const handler = (await run('node', {}, 'webhook')) as RequestListener;
    return listen(createServer(handler));
  },
  async express() {
    const app = express();
    await run('express', { app, express });
    return listen(createServer(app));
  },
  async fastify() {
    const fastify = Fastify({ forceCloseConnections: true });
    await run('fastify', { fastify });
    const origin = await fastify.listen({ port: 0, host: '127.0.0.1' });
    return { origin, close: () => fastify.close() };
  },
  async hono() {
    const app = new Hono();
    await run('hono', { app });
    return listen(createServer(getRequestListener(app.fetch)));
  },
  async next() {
    const post = (await run('next', {}, 'POST')) as WebHandler;
    const route = async (request: Request) =>
      request.method === 'POST' ? post(request) : new Response(null, { status: 405 });
    return listen(createServer(getRequestListener(route)));
  },
  async workers() {
    const worker = (await run('workers', {}, 'worker')) as {
      fetch(request: Request, env: object): Promise<Response>;
    };
    const env = { LOGTO_WEBHOOK_SIGNING_KEY: signingKey };
    return listen(createServer(getRequestListener((request) => worker.fetch(request, env))));
  },
} satisfies Partial<Record<Framework, () => Promise<Awaited<ReturnType<typeof listen>>>>>;

describe('the code of a remedy', () => {
  it.each(Object.entries(start))('for %s passes all checks', async (_, begin) => {
    const { origin, close } = await begin();
    onTestFinished(async () => void (await close()));
    const { failures } = await runChecks(`${origin}/webhook`, { events });
    expect(failures).toEqual({});
    const empty = await fetch(`${origin}/webhook`, { method: 'POST' });
    expect(empty.status).toBe(401);
  });

  it.each(['nest', 'koa'] as const)('for %s is valid TypeScript', async (name) => {
    const options = {
      loader: 'ts',
      tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    } as const;
    await expect(transform(receiverSnippets[name].code, options)).resolves.toBeDefined();
  });

  it.each(Object.entries(receiverSnippets))(
    'for %s is short enough for one screen',
    (_, { code }) => {
      expect(code.split('\n').length).toBeLessThanOrEqual(16);
      expect(code).not.toContain('logto-hooks');
    },
  );
});
