import { authNote, type JavaScriptFramework } from './framework.ts';
import { handler, processEnv, routeImports } from './node-code.ts';

export const express: JavaScriptFramework = {
  title: 'Express',
  package: 'express',
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook',
  key: processEnv,
  envFile: '.env',
  usesBundler: false,
  port: 3000,
  wiring: {
    exported: 'logtoWebhook',
    anchor: /^(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = express\(\);?[ \t]*$/m,
    statement: (app) =>
      `// Before express.json(), which would consume the raw body.\n${app}.use(logtoWebhook);`,
  },
  notes: [],
  code: (parts) => `import express from 'express';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export const logtoWebhook = express.Router();

const readRawBody = express.raw({ type: () => true, limit: '5mb' });

logtoWebhook.post('${parts.route}', readRawBody, async (request, response) => {
  try {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!verifyLogtoSignature(rawBody, request.get('logto-signature-sha-256'))) {
      response.sendStatus(401);
      return;
    }
    const payload = parseLogtoPayload(rawBody);
    if (!payload) {
      response.sendStatus(400);
      return;
    }
    await handleEvent(payload);
    response.sendStatus(204);
  } catch (error) {
    console.error('Failed to handle a Logto webhook:', error);
    response.sendStatus(500);
  }
});

${handler(parts.events)}`,
};

export const fastify: JavaScriptFramework = {
  title: 'Fastify',
  package: 'fastify',
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook',
  key: processEnv,
  envFile: '.env',
  usesBundler: false,
  port: 3000,
  wiring: {
    exported: 'logtoWebhook',
    anchor:
      /^(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = (?:Fastify|fastify)\((?:.*\));?[ \t]*$/m,
    statement: (app) => `${app}.register(logtoWebhook);`,
  },
  notes: [],
  code: (parts) => `‹import type { FastifyInstance } from 'fastify';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
/** A plugin of its own, so that only this route reads bodies as bytes. */
export async function logtoWebhook(app‹: FastifyInstance›) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('${parts.route}', { bodyLimit: 5 * 1024 * 1024 }, async (request, reply) => {
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.headers['logto-signature-sha-256'];
    if (!verifyLogtoSignature(rawBody, signature?.toString())) return reply.code(401).send();
    const payload = parseLogtoPayload(rawBody);
    if (!payload) return reply.code(400).send();
    await handleEvent(payload);
    return reply.code(204).send();
  });
}

${handler(parts.events)}`,
};

export const hono: JavaScriptFramework = {
  title: 'Hono',
  package: 'hono',
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook',
  key: processEnv,
  envFile: '.env',
  usesBundler: false,
  port: 3000,
  wiring: {
    exported: 'logtoWebhook',
    anchor:
      /^(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = new Hono(?:<.*>)?\(\);?[ \t]*$/m,
    statement: (app) => `${app}.route('/', logtoWebhook);`,
  },
  notes: [],
  code: (parts) => `import { Hono } from 'hono';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export const logtoWebhook = new Hono();

logtoWebhook.post('${parts.route}', async (context) => {
  const rawBody = Buffer.from(await context.req.arrayBuffer());
  if (!verifyLogtoSignature(rawBody, context.req.header('logto-signature-sha-256'))) {
    return context.body(null, 401);
  }
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return context.body(null, 400);
  await handleEvent(payload);
  return context.body(null, 204);
});

${handler(parts.events)}`,
};

export const nest: JavaScriptFramework = {
  title: 'NestJS',
  package: '@nestjs/core',
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook.controller',
  key: processEnv,
  envFile: '.env',
  usesBundler: true,
  port: 3000,
  notes: [
    'Add LogtoWebhookController to the controllers of your AppModule.',
    'Keep the raw body in main.ts: NestFactory.create(AppModule, { rawBody: true }).',
    authNote('a global guard', 'the controller'),
  ],
  code: (parts) => `import {
  BadRequestException,
  Controller,
  Headers,
  HttpCode,
  Post,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
@Controller('${parts.route.slice(1)}')
export class LogtoWebhookController {
  @Post()
  @HttpCode(204)
  async receive(
    @Req() request: { rawBody?: Buffer },
    @Headers('logto-signature-sha-256') signature?: string,
  ): Promise<void> {
    const rawBody = request.rawBody ?? Buffer.alloc(0);
    if (!verifyLogtoSignature(rawBody, signature)) throw new UnauthorizedException();
    const payload = parseLogtoPayload(rawBody);
    if (!payload) throw new BadRequestException();
    await handleEvent(payload);
  }
}

${handler(parts.events)}`,
};

export const node: JavaScriptFramework = {
  title: 'Node.js',
  package: '',
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook',
  key: processEnv,
  envFile: '.env',
  usesBundler: false,
  port: 3000,
  notes: ['Call it first in your server: if (await logtoWebhook(request, response)) return;'],
  code: (parts) => `‹import type { IncomingMessage, ServerResponse } from 'node:http';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
const maxBody = 5 * 1024 * 1024;

/** Responds to Logto's webhooks; returns false for every other request. */
export async function logtoWebhook(request‹: IncomingMessage›, response‹: ServerResponse›)‹: Promise<boolean>› {
  if (request.url?.split('?')[0] !== '${parts.route}') return false;
  response.statusCode = await receive(request).catch((error) => {
    console.error('Failed to handle a Logto webhook:', error);
    return 500;
  });
  response.end();
  return true;
}

async function receive(request‹: IncomingMessage›)‹: Promise<number>› {
  if (request.method !== 'POST') return 405;
  const chunks‹: Buffer[]› = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBody) return 413;
    chunks.push(chunk);
  }
  const rawBody = Buffer.concat(chunks);
  const signature = request.headers['logto-signature-sha-256'];
  if (!verifyLogtoSignature(rawBody, signature?.toString())) return 401;
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return 400;
  await handleEvent(payload);
  return 204;
}

${handler(parts.events)}`,
};
