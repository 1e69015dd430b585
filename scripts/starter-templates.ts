/*
 * The apps of starters that download their template from GitHub, written by hand as their documentation shows
 * them, with the newest packages for Node 20.
 */

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

const hono = {
  'package.json': json({
    name: 'app',
    type: 'module',
    scripts: { dev: 'tsx watch src/index.ts', build: 'tsc', start: 'node dist/index.js' },
    dependencies: { '@hono/node-server': '^2.0.0', hono: '^4.12.0' },
    devDependencies: { '@types/node': '^20.11.17', tsx: '^4.7.1', typescript: '^5.8.3' },
  }),
  'tsconfig.json': json({
    compilerOptions: {
      target: 'ESNext',
      module: 'NodeNext',
      strict: true,
      verbatimModuleSyntax: true,
      skipLibCheck: true,
      types: ['node'],
      jsx: 'react-jsx',
      jsxImportSource: 'hono/jsx',
      outDir: './dist',
    },
    exclude: ['node_modules'],
  }),
  '.gitignore': 'node_modules/\ndist\n.env\n',
  // The template has the port 3000.
  'src/index.ts': `import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()

app.get('/', (c) => {
  return c.text('Hello Hono!')
})

serve({
  fetch: app.fetch,
  port: Number(process.env.PORT ?? 3000)
}, (info) => {
  console.log(\`Server is running on http://localhost:\${info.port}\`)
})
`,
};

const reactRouter = {
  'package.json': json({
    name: 'app',
    private: true,
    type: 'module',
    scripts: {
      build: 'react-router build',
      dev: 'react-router dev',
      start: 'react-router-serve ./build/server/index.js',
      typecheck: 'react-router typegen && tsc',
    },
    dependencies: {
      '@react-router/node': '7.18.4',
      '@react-router/serve': '7.18.4',
      isbot: '^5.1.31',
      react: '^19.2.3',
      'react-dom': '^19.2.3',
      'react-router': '7.18.4',
    },
    devDependencies: {
      '@react-router/dev': '7.18.4',
      '@types/node': '^22',
      '@types/react': '^19.2.7',
      '@types/react-dom': '^19.2.3',
      typescript: '^5.9.2',
      vite: '^7.1.7',
    },
  }),
  'tsconfig.json': json({
    include: ['**/*', '**/.server/**/*', '**/.client/**/*', '.react-router/types/**/*'],
    compilerOptions: {
      lib: ['DOM', 'DOM.Iterable', 'ES2022'],
      types: ['node', 'vite/client'],
      target: 'ES2022',
      module: 'ES2022',
      moduleResolution: 'bundler',
      jsx: 'react-jsx',
      rootDirs: ['.', './.react-router/types'],
      esModuleInterop: true,
      verbatimModuleSyntax: true,
      noEmit: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      strict: true,
    },
  }),
  '.gitignore': '.DS_Store\n.env\n/node_modules/\n\n# React Router\n/.react-router/\n/build/\n',
  'vite.config.ts': `import { reactRouter } from "@react-router/dev/vite";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [reactRouter()],
});
`,
  'react-router.config.ts': `import type { Config } from "@react-router/dev/config";

export default {
  ssr: true,
} satisfies Config;
`,
  'app/routes.ts': `import { type RouteConfig, index } from "@react-router/dev/routes";

export default [index("routes/home.tsx")] satisfies RouteConfig;
`,
  'app/routes/home.tsx': `export default function Home() {
  return <h1>Welcome</h1>;
}
`,
  'app/root.tsx': `import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";

export function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <head>
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function App() {
  return <Outlet />;
}
`,
};

const astro = {
  'package.json': json({
    name: 'app',
    type: 'module',
    private: true,
    scripts: { dev: 'astro dev', build: 'astro build', preview: 'astro preview' },
    dependencies: { '@astrojs/node': '^9.5.0', astro: '^5.18.0' },
  }),
  'tsconfig.json': json({
    extends: 'astro/tsconfigs/strict',
    include: ['.astro/types.d.ts', '**/*'],
    exclude: ['dist'],
  }),
  '.gitignore': 'dist/\n.astro/\nnode_modules/\n.env\n.env.production\n',
  'astro.config.mjs': `// @ts-check
import node from '@astrojs/node';
import { defineConfig } from 'astro/config';

// https://astro.build/config
export default defineConfig({
  adapter: node({ mode: 'standalone' }),
});
`,
  'src/pages/index.astro': `---
---

<html lang="en">
  <head><title>Astro</title></head>
  <body><h1>Astro</h1></body>
</html>
`,
};

const nuxt = {
  'package.json': json({
    name: 'app',
    type: 'module',
    private: true,
    scripts: { build: 'nuxt build', dev: 'nuxt dev', postinstall: 'nuxt prepare' },
    dependencies: { nuxt: '4.4.5', vue: '^3.5.0', 'vue-router': '^4.5.0' },
  }),
  'tsconfig.json': json({
    files: [],
    references: ['app', 'server', 'shared', 'node'].map((name) => ({
      path: `./.nuxt/tsconfig.${name}.json`,
    })),
  }),
  '.gitignore': '.output\n.data\n.nuxt\nnode_modules\n.env\n.env.*\n!.env.example\n',
  'nuxt.config.ts': `// https://nuxt.com/docs/api/configuration/nuxt-config
export default defineNuxtConfig({
  compatibilityDate: '2025-07-15',
  devtools: { enabled: false }
})
`,
  'app/app.vue': '<template>\n  <h1>Welcome</h1>\n</template>\n',
};

/** The apps, in the form of the starters. */
export const templates = {
  hono: {
    files: hono,
    build: 'npm run build',
    start: 'npm start',
    dev: 'npm run dev',
  },
  'react-router': {
    files: reactRouter,
    build: 'npm run build',
    lint: 'npm run typecheck',
    start: 'npm start',
    dev: 'npm run dev -- --port $PORT',
  },
  astro: {
    files: astro,
    build: 'npm run build',
    start: 'HOST=127.0.0.1 node dist/server/entry.mjs',
    dev: 'npm run dev -- --port $PORT',
  },
  nuxt: {
    files: nuxt,
    build: 'npm run build',
    start: 'HOST=127.0.0.1 node .output/server/index.mjs',
    dev: 'npm run dev',
  },
} as const;
