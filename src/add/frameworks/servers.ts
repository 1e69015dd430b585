import { envNote, type JavaScriptFramework, type Wiring } from './framework.ts';
import { handler, nodeVerifyFile, processEnv, type RouteParts, routeImports } from './node-code.ts';

/** What servers that the app creates itself have in common. */
export const server = {
  sourceDirectories: ['src'],
  verifyDirectory: '',
  routeFile: () => 'logto-webhook',
  key: processEnv,
  verify: nodeVerifyFile,
  envFile: '.env',
  usesBundler: false,
  port: 3000,
  besideWiring: true,
  notes: envNote,
} as const;

/** Returns the wiring after the line that creates the app; the first group of the anchors is the app's name. */
function afterApp(anchors: readonly RegExp[], statement: (app: string) => string): Wiring {
  return {
    imported: 'logtoWebhook',
    isDone: (text) => /\blogtoWebhook\b/.test(text),
    anchors,
    replace: ([line, app = 'app']) => {
      const indent = line.endsWith('{') ? '  ' : '';
      return `${line}\n${statement(app).replace(/^/gm, indent)}`;
    },
    note: () =>
      `Register the route where the app is created, before body parsers: ${statement('app').replace(/^\/\/.*\n/, '')}`,
  };
}

/** Express before 4.17 has no express.raw, but depends on the package that it is from. */
function needsBodyParser(packageJson: string): boolean {
  const [, major, minor = '99'] = /"express":\s*"[^\d"]*(\d+)(?:\.(\d+))?/.exec(packageJson) ?? [];
  return Number(major) < 4 || (Number(major) === 4 && Number(minor) < 17);
}

function expressCode(parts: RouteParts): string {
  const isOld = needsBodyParser(parts.packageJson);
  return `${isOld ? "import bodyParser from 'body-parser';\n" : ''}import express from 'express';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export const logtoWebhook = express.Router();

const readRawBody = ${isOld ? 'bodyParser' : 'express'}.raw({ type: () => true, limit: '5mb' });

logtoWebhook.post('${parts.route}', readRawBody, async (request, response) => {
  try {
    const body‹: unknown› = request.body;
    const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const signature = request.get('logto-signature-sha-256');
    if (!verifyLogtoSignature(rawBody, signature)) {
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

${handler(parts.events)}`;
}

export const express: JavaScriptFramework = {
  ...server,
  title: 'Express',
  package: 'express',
  wiring: [
    afterApp(
      [/^[ \t]*(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = express\(\);?[ \t]*$/m],
      (app) =>
        `// Before express.json(), which would consume the raw body.\n${app}.use(logtoWebhook);`,
    ),
  ],
  notes: (text, packageJson) => [
    ...(needsBodyParser(text)
      ? ['Add body-parser 1 to your dependencies, or update Express: before 4.17 it has no raw().']
      : []),
    ...envNote(text, packageJson),
  ],
  code: expressCode,
};

export const fastify: JavaScriptFramework = {
  ...server,
  title: 'Fastify',
  package: 'fastify',
  wiring: [
    afterApp(
      [
        /^[ \t]*(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = (?:Fastify|fastify)\((?:.*\));?[ \t]*$/m,
        // The plugin that fastify-cli starts.
        /\(\s*(\w+),\s*\w+\s*\)[^{};]*\{(?=[^}]*Place here your custom code)/,
      ],
      (app) => `${app}.register(logtoWebhook);`,
    ),
  ],
  code: (parts) => `‹import type { FastifyInstance } from 'fastify';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
const options = { bodyLimit: 5 * 1024 * 1024 };

/** A plugin of its own, so that only this route reads bodies as bytes. */
export async function logtoWebhook(app‹: FastifyInstance›) {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  app.post('${parts.route}', options, async (request, reply) => {
    const { body, headers } = request;
    const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const signature = headers['logto-signature-sha-256']?.toString();
    if (!verifyLogtoSignature(rawBody, signature)) {
      return reply.code(401).send();
    }
    const payload = parseLogtoPayload(rawBody);
    if (!payload) return reply.code(400).send();
    await handleEvent(payload);
    return reply.code(204).send();
  });
}

${handler(parts.events)}`,
};

export const hono: JavaScriptFramework = {
  ...server,
  title: 'Hono',
  package: 'hono',
  wiring: [
    afterApp(
      [
        /^[ \t]*(?:export )?(?:const|let|var) (\w+)(?:\s*:[^=\n]+)? = new Hono(?:<.*>)?\(\);?[ \t]*$/m,
      ],
      (app) => `${app}.route('/', logtoWebhook);`,
    ),
  ],
  code: (parts) => `import { Hono } from 'hono';
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export const logtoWebhook = new Hono();

logtoWebhook.post('${parts.route}', async (context) => {
  const rawBody = Buffer.from(await context.req.arrayBuffer());
  const signature = context.req.header('logto-signature-sha-256');
  if (!verifyLogtoSignature(rawBody, signature)) return context.body(null, 401);
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return context.body(null, 400);
  await handleEvent(payload);
  return context.body(null, 204);
});

${handler(parts.events)}`,
};

export const node: JavaScriptFramework = {
  ...server,
  title: 'Node.js',
  package: '',
  notes: (text, packageJson) => [
    'Call it first in your server: if (await logtoWebhook(request, response)) return;',
    ...envNote(text, packageJson),
  ],
  code: (parts) => `‹import type { IncomingMessage, ServerResponse } from 'node:http';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
const maxBody = 5 * 1024 * 1024;

/** Responds to Logto's webhooks; returns false for every other request. */
export async function logtoWebhook(‹
  ›request‹: IncomingMessage›,‹
 › response‹: ServerResponse,
›)‹: Promise<boolean>› {
  if (request.url?.split('?')[0] !== '${parts.route}') return false;
  try {
    response.statusCode = await receive(request);
  } catch (error) {
    console.error('Failed to handle a Logto webhook:', error);
    response.statusCode = 500;
  }
  response.end();
  return true;
}

async function receive(request‹: IncomingMessage›)‹: Promise<number>› {
  if (request.method !== 'POST') return 405;
  const chunks‹: Buffer[]› = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk‹ as Buffer›;
    size += bytes.length;
    if (size > maxBody) return 413;
    chunks.push(bytes);
  }
  const rawBody = Buffer.concat(chunks);
  const signature = request.headers['logto-signature-sha-256']?.toString();
  if (!verifyLogtoSignature(rawBody, signature)) return 401;
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return 400;
  await handleEvent(payload);
  return 204;
}

${handler(parts.events)}`,
};
