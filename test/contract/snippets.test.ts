import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { transform } from 'esbuild';
import express from 'express';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { expect, it, onTestFinished } from 'vitest';
import { checks } from '../../src/contract/checks.ts';
import type { Framework } from '../../src/contract/result.ts';
import { verifySignature } from '../../src/core/logto/signature.ts';
import { listen } from '../receivers/frameworks/framework.ts';
import { signingKey } from '../receivers/receiver.ts';
import { judge } from '../receivers/run-checks.ts';

const snippets = checks.find(({ id }) => id === 'rejects/wrong-key')?.snippets ?? {};

/** Runs a snippet with what it takes for granted, and gives the handler that it exports, if any. */
async function run(framework: Framework, given: Record<string, unknown>): Promise<unknown> {
  const source = `${snippets[framework]}`.replace(
    'export async function POST',
    'return async function POST',
  );
  // A return is allowed in a function only; types are not allowed there.
  const { code } = await transform(`function receive() {\n${source}\n}`, { loader: 'ts' });
  const names = ['verifySignature', 'signingKey', ...Object.keys(given)];
  const values = [verifySignature, signingKey, ...Object.values(given)];
  return new Function(...names, `${code}\nreturn receive();`)(...values);
}

const start = {
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
    await run('hono', { app, bodyLimit });
    return listen(createServer(getRequestListener(app.fetch)));
  },
  async next() {
    const POST = (await run('next', {})) as (request: Request) => Promise<Response>;
    const route = async (request: Request) =>
      request.method === 'POST' ? POST(request) : new Response(null, { status: 405 });
    return listen(createServer(getRequestListener(route)));
  },
} satisfies Record<Framework, () => Promise<Awaited<ReturnType<typeof listen>>>>;

it.each(Object.entries(start))(
  'what the remedy shows for %s passes all checks',
  async (_, begin) => {
    const { origin, close } = await begin();
    onTestFinished(async () => void (await close()));
    const { verdict } = await judge(`${origin}/webhook`);
    expect(verdict).toEqual({});
    const empty = await fetch(`${origin}/webhook`, { method: 'POST' });
    expect(empty.status).toBe(401);
  },
);
