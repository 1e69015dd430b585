import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { type AppFiles, makeDirectory, packageOf } from './apps.ts';

const tsconfig = '{ "compilerOptions": { "strict": true } }';

/** Runs `add --yes` in an app with these files. Returns how it ended and a reader of the app's files. */
async function addTo(files: AppFiles, ...args: string[]) {
  const cwd = makeDirectory(files);
  const { code, stdout, stderr } = await runCli(['add', '--yes', ...args], { cwd });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return {
    cwd,
    stdout,
    stderr,
    read: (file: string) => readFileSync(path.join(cwd, file), 'utf8'),
  };
}

async function failIn(files: AppFiles, directory = '.') {
  const cwd = path.join(makeDirectory(files), directory);
  const { code, stderr } = await runCli(['add', '--yes'], { cwd });
  return [code, stderr.trim()];
}

const nest = {
  'package.json': packageOf('@nestjs/core'),
  'tsconfig.json': tsconfig,
  'src/app.module.ts': `import { Module } from '@nestjs/common';
import { AppController } from './app.controller';

@Module({
  imports: [],
  controllers: [AppController],
})
export class AppModule {}
`,
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
  await app.listen(process.env.PORT ?? 3000);
}
bootstrap();
`,
};

describe('add › NestJS', () => {
  it('registers the controller, keeps the raw body, and tests the route below the global prefix', async () => {
    const { cwd, read, stderr } = await addTo(nest);
    expect(read('src/app.module.ts')).toContain(
      "import { LogtoWebhookController } from './logto-webhook.controller';\n",
    );
    expect(read('src/app.module.ts')).toContain(
      'controllers: [AppController, LogtoWebhookController],\n',
    );
    expect(
      read('src/main.ts'),
    ).toContain(`  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    rawBody: true,
  });
`);
    expect(read('src/main.ts')).toContain("\n  app.useBodyParser('json', { limit: '5mb'");
    expect(stderr).toContain('test --to 3000/api/webhooks/logto');
    const again = await runCli(['add', '--yes'], { cwd });
    expect(again.stdout).not.toMatch(/^(?:new file|change) /m);
  });

  it('says what to change in main.ts for another adapter, and removes the prefix from --route', async () => {
    const main = nest['src/main.ts'].replace('(AppModule)', '(AppModule, new FastifyAdapter())');
    const { read, stderr } = await addTo(
      { ...nest, 'src/main.ts': main },
      ...['--route', '/api/hooks/logto'],
    );
    expect(read('src/main.ts')).toBe(main);
    expect(stderr).toMatch(/1\. In main\.ts, keep the raw body/);
    expect(stderr).toMatch(/2\. Add the types of Node\.js/);
    expect(read('src/logto-webhook.controller.ts')).toContain("@Controller('hooks/logto')");
    expect(stderr).toContain('3000/api/hooks/logto');
  });
});

describe('add › React Router', () => {
  const app = (routes: string) => ({
    'package.json': packageOf('@react-router/dev', { type: 'module' }),
    'tsconfig.json': tsconfig,
    'app/routes.ts': routes,
  });

  it('adds the route to app/routes.ts', async () => {
    const routes = `import { type RouteConfig, index } from "@react-router/dev/routes";

export default [index("routes/home.tsx")] satisfies RouteConfig;
`;
    const { read } = await addTo(app(routes), '--route', '/hooks/logto');
    expect(
      read('app/routes.ts'),
    ).toBe(`import { type RouteConfig, index, route } from "@react-router/dev/routes";

export default [
  index("routes/home.tsx"),
  route("hooks/logto", "routes/hooks.logto.ts"),
] satisfies RouteConfig;
`);
  });

  it('keeps the shape of a longer app/routes.ts', async () => {
    const { read } = await addTo(
      app(`import {
  type RouteConfig,
  index,
} from "@react-router/dev/routes";

export default [
  index("routes/home.tsx"),
] satisfies RouteConfig;
`),
    );
    expect(read('app/routes.ts')).toBe(`import {
  type RouteConfig,
  index,
  route,
} from "@react-router/dev/routes";

export default [
  route("webhooks/logto", "routes/webhooks.logto.ts"),
  index("routes/home.tsx"),
] satisfies RouteConfig;
`);
  });

  it('changes nothing where routes are found by their file names', async () => {
    const routes = `import { flatRoutes } from "@react-router/fs-routes";\nexport default flatRoutes();\n`;
    const { read, stderr } = await addTo(app(routes));
    expect(read('app/routes.ts')).toBe(routes);
    expect(stderr).not.toContain('Add the route');
  });
});

describe('add › Next.js', () => {
  it('writes below the app directory that Next uses, and tests the path that it serves', async () => {
    const { read, stderr } = await addTo({
      'package.json': packageOf('next', { scripts: { dev: 'next dev' } }),
      'next.config.mjs': "export default { basePath: '/shop', trailingSlash: true };\n",
      'app/page.jsx': 'export default function Page() {\n  return null;\n}\n',
      'src/util.js': 'export const one = 1;\n',
    });
    expect(read('app/webhooks/logto/route.js')).toContain('export async function POST(request)');
    // Next refuses it with cacheComponents.
    expect(read('app/webhooks/logto/route.js')).not.toContain('export const runtime');
    expect(stderr).toContain("3000/shop/webhooks/logto/ --start 'npm run dev'");
  });

  it('does not repeat /api of --route in the Pages Router', async () => {
    const { read, stderr } = await addTo(
      { 'package.json': packageOf('next'), 'pages/index.jsx': 'export default () => null;\n' },
      ...['--route', '/api/hooks/logto'],
    );
    expect(read('pages/api/hooks/logto.js')).toContain('bodyParser: false');
    expect(stderr).toContain('3000/api/hooks/logto');
  });
});

describe('add › servers', () => {
  it('registers the route in the plugin that fastify-cli starts', async () => {
    const { read } = await addTo({
      'package.json': packageOf('fastify', { type: 'module' }),
      'app.js': `export default async function (fastify, opts) {
  // Place here your custom code!

  fastify.register(AutoLoad, {})
}
`,
    });
    expect(read('app.js')).toContain('(fastify, opts) {\n  fastify.register(logtoWebhook)\n');
  });

  it('takes raw() from body-parser where Express does not have it', async () => {
    const files = { 'app.js': "var express = require('express');\n\nvar app = express();\n" };
    const { read, stderr } = await addTo({
      ...files,
      'package.json': '{ "dependencies": { "express": "~4.16.1" } }',
    });
    expect(read('logto-webhook.js')).toContain('bodyParser.raw(');
    expect(stderr).toContain('Add body-parser 1 to your dependencies');
  });

  it('registers the route where an app is created inside a function, in an ES module', async () => {
    const { read } = await addTo({
      'package.json': packageOf('express', { type: 'module' }),
      'app.js': `import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const express = require('express');
const other = require('./other.cjs');

export function makeApp() {
  const app = express();
  return app;
}
`,
    });
    expect(read('app.js')).toContain("import { logtoWebhook } from './logto-webhook.js';");
    expect(read('app.js')).toContain('  const app = express();\n  // Before express.json()');
    expect(read('app.js')).toContain('\n  app.use(logtoWebhook);\n  return app;');
  });
});

describe('add › detection', () => {
  it('names the apps of a workspace, and the app of a subdirectory', async () => {
    const workspace = {
      'package.json': '{ "private": true, "workspaces": ["apps/*"], "devDependencies": {} }',
      'scripts/release.js': 'console.log(1);\n',
      'apps/web/package.json': packageOf('next'),
      'apps/web/app/page.jsx': '',
      'apps/api/package.json': packageOf('fastify'),
      'apps/api/src/app.js': '',
    };
    expect(await failIn(workspace)).toEqual([
      2,
      "error: No app found in this directory. Run this in the app's directory: apps/api (Fastify), apps/web (Next.js (App Router)).",
    ]);
    expect(await failIn(workspace, 'apps/api/src')).toEqual([
      2,
      "error: No app found in this directory. Run this in '..' (Fastify).",
    ]);
  });

  it('says which other frameworks the app depends on', async () => {
    const dependencies = { next: '*', express: '*' };
    const { stderr } = await addTo({
      'package.json': JSON.stringify({ dependencies }),
      'app/page.jsx': '',
    });
    expect(stderr).toContain('Also found: Express. To add it there, name it: add express.');
  });
});
