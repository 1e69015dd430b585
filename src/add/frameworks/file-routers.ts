import { authNote, type JavaScriptFramework } from './framework.ts';
import { handler, processEnv, routeImports, webRoute } from './node-code.ts';

export const nextApp: JavaScriptFramework = {
  title: 'Next.js (App Router)',
  package: 'next',
  sourceDirectories: ['src'],
  verifyDirectory: 'lib',
  routeFile: (route) => `app/${route}/route`,
  key: processEnv,
  envFile: '.env.local',
  usesBundler: true,
  port: 3000,
  notes: [authNote('middleware.ts or proxy.ts', 'the route in its matcher')],
  code: (parts) =>
    webRoute(
      'export async function POST(request‹: Request›)',
      parts,
      `
// The Edge runtime has no node:crypto.
export const runtime = 'nodejs';
`,
    ),
};

export const nextPages: JavaScriptFramework = {
  ...nextApp,
  title: 'Next.js (Pages Router)',
  routeFile: (route) => `pages/api/${route}`,
  code: (parts) => `‹import type { NextApiRequest, NextApiResponse } from 'next';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
// The signature covers the raw bytes, so Next must not parse them.
export const config = { api: { bodyParser: false } };

export default async function handler(request‹: NextApiRequest›, response‹: NextApiResponse›) {
  if (request.method !== 'POST') return response.status(405).end();
  const chunks‹: Buffer[]› = [];
  for await (const chunk of request) chunks.push(chunk);
  const rawBody = Buffer.concat(chunks);
  const signature = request.headers['logto-signature-sha-256'];
  if (!verifyLogtoSignature(rawBody, signature?.toString())) return response.status(401).end();
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return response.status(400).end();
  await handleEvent(payload);
  return response.status(204).end();
}

${handler(parts.events)}`,
};

export const sveltekit: JavaScriptFramework = {
  title: 'SvelteKit',
  package: '@sveltejs/kit',
  sourceDirectories: ['src'],
  verifyDirectory: 'lib/server',
  routeFile: (route) => `routes/${route}/+server`,
  key: {
    import: "import { env } from '$env/dynamic/private';",
    expression: 'env.LOGTO_WEBHOOK_SIGNING_KEY',
  },
  envFile: '.env',
  usesBundler: true,
  port: 5173,
  notes: [authNote('hooks.server.ts', 'the path in its handle function')],
  code: (parts) =>
    webRoute('export async function POST({ request }‹: { request: Request }›)', parts),
};

export const astro: JavaScriptFramework = {
  title: 'Astro',
  package: 'astro',
  sourceDirectories: ['src'],
  verifyDirectory: 'lib',
  routeFile: (route) => `pages/${route}`,
  key: {
    expression:
      'import.meta.env.LOGTO_WEBHOOK_SIGNING_KEY ?? process.env.LOGTO_WEBHOOK_SIGNING_KEY',
  },
  envFile: '.env',
  usesBundler: true,
  port: 4321,
  notes: [
    'A server route needs an adapter, such as @astrojs/node.',
    authNote('src/middleware.ts', 'the path'),
  ],
  code: (parts) =>
    webRoute(
      'export async function POST({ request }‹: { request: Request }›)',
      parts,
      '\nexport const prerender = false;\n',
    ),
};

export const reactRouter: JavaScriptFramework = {
  title: 'React Router',
  package: '@react-router/dev',
  sourceDirectories: ['app'],
  verifyDirectory: 'lib',
  routeFile: (route) => `routes/${route.replaceAll('/', '.')}`,
  key: processEnv,
  envFile: '.env',
  usesBundler: true,
  port: 5173,
  notes: [
    'Add the route to app/routes.ts: route("webhooks/logto", "routes/webhooks.logto.ts").',
    'Start the server with the variables of .env: node --env-file=.env.',
    authNote('a root loader or middleware', 'the route'),
  ],
  code: (parts) =>
    webRoute('export async function action({ request }‹: { request: Request }›)', parts),
};

export const nuxt: JavaScriptFramework = {
  title: 'Nuxt',
  package: 'nuxt',
  sourceDirectories: [],
  verifyDirectory: 'server/utils',
  routeFile: (route) => `server/routes/${route}.post`,
  key: processEnv,
  envFile: '.env',
  usesBundler: true,
  port: 3000,
  notes: [authNote('server/middleware', 'the path')],
  code: (parts) => `${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export default defineEventHandler(async (event) => {
  const rawBody = (await readRawBody(event, false)) ?? Buffer.alloc(0);
  if (!verifyLogtoSignature(rawBody, getHeader(event, 'logto-signature-sha-256'))) {
    throw createError({ statusCode: 401 });
  }
  const payload = parseLogtoPayload(rawBody);
  if (!payload) throw createError({ statusCode: 400 });
  await handleEvent(payload);
  setResponseStatus(event, 204);
  return null;
});

${handler(parts.events)}`,
};
