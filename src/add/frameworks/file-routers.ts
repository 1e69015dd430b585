import { authNote, envNote, type JavaScriptFramework } from './framework.ts';
import {
  handler,
  nodeVerifyFile,
  processEnv,
  routeImports,
  webRoute,
  webVerifyFile,
} from './node-code.ts';

/** What frameworks whose routes are files have in common. */
const fileRouter = {
  key: processEnv,
  verify: nodeVerifyFile,
  envFile: '.env',
  usesBundler: true,
} as const;

export const nextApp: JavaScriptFramework = {
  ...fileRouter,
  title: 'Next.js (App Router)',
  package: 'next',
  // Next ignores src/app if there is an app directory.
  sourceDirectories: ['', 'src'],
  verifyDirectory: 'lib',
  routeFile: (route) => `app/${route}/route`,
  envFile: '.env.local',
  port: 3000,
  prefix: /\bbasePath:\s*['"`]([^'"`]+)/,
  trailingSlash: /\btrailingSlash:\s*true\b/,
  notes: (text) => [
    ...(/\boutput:\s*['"]export['"]/.test(text)
      ? ["Remove output: 'export' from the Next.js config: a static export has no server routes."]
      : []),
    authNote('middleware.ts or proxy.ts', 'the route in its matcher'),
  ],
  code: (parts) =>
    webRoute(
      {
        opening: 'export async function POST(request‹: Request›) {',
        closing: '}',
        usesWebCrypto: false,
      },
      parts,
    ),
};

export const nextPages: JavaScriptFramework = {
  ...nextApp,
  title: 'Next.js (Pages Router)',
  routeFile: (route) => `pages/api/${route.replace(/^api\//, '')}`,
  code: (parts) => `‹import type { NextApiRequest, NextApiResponse } from 'next';›
${routeImports(parts.verifyFrom, parts.payloadsFrom)}
// The signature covers the raw bytes, so Next must not parse them.
export const config = { api: { bodyParser: false } };

export default async function handler(‹
  ›request‹: NextApiRequest›,‹
 › response‹: NextApiResponse,
›) {
  if (request.method !== 'POST') return response.status(405).end();
  const chunks‹: Buffer[]› = [];
  for await (const chunk of request) chunks.push(chunk‹ as Buffer›);
  const rawBody = Buffer.concat(chunks);
  const signature = request.headers['logto-signature-sha-256']?.toString();
  if (!verifyLogtoSignature(rawBody, signature)) {
    return response.status(401).end();
  }
  const payload = parseLogtoPayload(rawBody);
  if (!payload) return response.status(400).end();
  await handleEvent(payload);
  return response.status(204).end();
}

${handler(parts.events)}`,
};

/** The types that SvelteKit generates for the directory of each route. */
const sveltekitTypes = './$types';

export const sveltekit: JavaScriptFramework = {
  ...fileRouter,
  title: 'SvelteKit',
  package: '@sveltejs/kit',
  sourceDirectories: ['src'],
  verifyDirectory: 'lib/server',
  routeFile: (route) => `routes/${route}/+server`,
  key: {
    import: "import { env } from '$env/dynamic/private';",
    expression: 'env.LOGTO_WEBHOOK_SIGNING_KEY',
  },
  verify: webVerifyFile,
  port: 5173,
  prefix: /\bpaths:\s*\{[^}]*\bbase:\s*['"`](\/[^'"`]+)/,
  trailingSlash: /\btrailingSlash\s*=\s*['"]always['"]/,
  notes: (text) => [
    ...(/adapter-static/.test(text)
      ? ['Use an adapter with a server, such as @sveltejs/adapter-node, instead of adapter-static.']
      : []),
    ...(/adapter-node/.test(text)
      ? ['In production, start the server with the variables of .env: node --env-file=.env build.']
      : []),
    authNote('hooks.server', 'the path in its handle function'),
  ],
  code: (parts) =>
    webRoute(
      {
        imports: `‹import type { RequestHandler } from '${sveltekitTypes}';›\n`,
        opening: 'export const POST‹: RequestHandler› = async ({ request }) => {',
        closing: '};',
        usesWebCrypto: true,
      },
      parts,
    ),
};

export const astro: JavaScriptFramework = {
  ...fileRouter,
  title: 'Astro',
  package: 'astro',
  sourceDirectories: ['src'],
  verifyDirectory: 'lib',
  routeFile: (route) => `pages/${route}`,
  // The values of import.meta.env are written into the built files, and .env is not in process.env.
  key: {
    import: "import { getSecret } from 'astro:env/server';",
    expression: "getSecret('LOGTO_WEBHOOK_SIGNING_KEY')",
  },
  verify: webVerifyFile,
  port: 4321,
  prefix: /\bbase:\s*['"`](\/[^'"`]+)/,
  trailingSlash: /\btrailingSlash:\s*['"]always['"]/,
  notes: (text) => [
    ...(/\badapter:/.test(text)
      ? []
      : ['A server route needs an adapter: run npx astro add node, or add another one.']),
    ...(/@astrojs\/node/.test(text)
      ? [
          'In production, start the server with the variables of .env: node --env-file=.env dist/server/entry.mjs.',
        ]
      : []),
    authNote('src/middleware', 'the path'),
  ],
  code: (parts) =>
    webRoute(
      {
        imports: `‹import type { APIRoute } from 'astro';›\n`,
        head: '\nexport const prerender = false;\n',
        opening: 'export const POST‹: APIRoute› = async ({ request }) => {',
        closing: '};',
        usesWebCrypto: true,
      },
      parts,
    ),
};

const routesFile = /^(?:app|src)\/routes\.[jt]s$/;

export const reactRouter: JavaScriptFramework = {
  ...fileRouter,
  title: 'React Router',
  package: '@react-router/dev',
  sourceDirectories: ['app'],
  verifyDirectory: 'lib',
  routeFile: (route) => `routes/${route.replaceAll('/', '.')}`,
  port: 5173,
  prefix: /\bbasename:\s*['"`](\/[^'"`]+)/,
  wiring: [
    {
      file: routesFile,
      // flatRoutes finds the route by its file name.
      isDone: (text, { file }) => text.includes(file) || /\bflatRoutes\(/.test(text),
      anchors: [
        /(export default \[)([^\n]*)\](?= satisfies|;|\r?\n)/,
        /(export default \[)\r?\n()/,
      ],
      replace: ([, opening, others], { route, file }) => {
        const added = `\n  route('${route.slice(1)}', '${file}'),\n`;
        return `${opening}${others ? `\n  ${others},` : ''}${added}${others === '' ? '' : ']'}`;
      },
      note: ({ route, file }) =>
        `Add the route to app/routes.ts: route("${route.slice(1)}", "${file}").`,
    },
    {
      file: routesFile,
      isDone: (text) => !/\broute\(/.test(text) || /import\s*\{[^}]*\broute\b/.test(text),
      anchors: [/(import\s*\{[^}]*?),?(\s*\}\s*from\s*['"]@react-router\/dev\/routes['"])/],
      replace: ([, names, rest = '']) =>
        /^\r?\n/.test(rest) ? `${names},\n  route,${rest}` : `${names}, route${rest}`,
      note: () => 'Import route from @react-router/dev/routes in app/routes.ts.',
    },
  ],
  notes: (text) => [
    ...(/\bssr:\s*false\b/.test(text)
      ? ['Set ssr: true in react-router.config.ts: without a server there are no actions.']
      : []),
    ...envNote(text).map(() => 'In production, start the server with the variables of .env.'),
    authNote('a root loader or middleware', 'the route'),
  ],
  code: (parts) =>
    webRoute(
      {
        opening: 'export async function action({ request }‹: { request: Request }›) {',
        closing: '}',
        usesWebCrypto: false,
      },
      parts,
    ),
};

export const nuxt: JavaScriptFramework = {
  ...fileRouter,
  title: 'Nuxt',
  package: 'nuxt',
  sourceDirectories: ['', 'src'],
  verifyDirectory: 'server/utils',
  routeFile: (route) => `server/routes/${route}.post`,
  port: 3000,
  prefix: /\bbaseURL:\s*['"`](\/[^'"`]+)/,
  notes: () => [
    'In production, start the server with the variables of .env: node --env-file=.env .output/server/index.mjs.',
    authNote('server/middleware', 'the path'),
  ],
  code: (parts) => `${routeImports(parts.verifyFrom, parts.payloadsFrom)}
export default defineEventHandler(async (event) => {
  const rawBody = (await readRawBody(event, false)) ?? Buffer.alloc(0);
  const signature = getHeader(event, 'logto-signature-sha-256');
  if (!verifyLogtoSignature(rawBody, signature)) {
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
