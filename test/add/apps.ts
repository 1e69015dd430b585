import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory } from '../helpers/cli.ts';

export type AppFiles = Readonly<Record<string, string>>;

/** Creates a directory with files, at the root of a repository. */
export function makeDirectory(files: AppFiles): string {
  const cwd = temporaryDirectory();
  mkdirSync(path.join(cwd, '.git'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(cwd, file)), { recursive: true });
    writeFileSync(path.join(cwd, file), text);
  }
  return cwd;
}

/** An app that exists before `add`. */
export interface TestApp {
  readonly files: AppFiles;
  /** Starts it on PORT, with the variables of .env. */
  readonly start: string;
  /** Does what the notes of `add` ask for. */
  readonly register?: (directory: string) => void;
}

export const packageOf = (dependency: string, more: object = {}) =>
  JSON.stringify({ name: 'app', ...more, dependencies: { [dependency]: '*' } });

function replaceIn(directory: string, file: string, from: string, to: string): void {
  const target = path.join(directory, file);
  writeFileSync(
    target,
    readFileSync(target, 'utf8').replace(from, () => to),
  );
}

export const apps = {
  'Express with require': {
    files: {
      'package.json': packageOf('express'),
      'server.js': `const express = require('express')

const app = express()
app.use(express.json())
app.get('/', (request, response) => {
\tresponse.send('hello')
})

app.listen(process.env.PORT, '127.0.0.1')
`,
    },
    start: 'node --env-file=.env server.js',
  },
  'Fastify in TypeScript': {
    files: {
      'package.json': packageOf('fastify', { type: 'module' }),
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }',
      'src/app.ts': `import Fastify from 'fastify';

const app = Fastify({ logger: false });

app.get('/', async () => 'hello');

await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`,
    },
    start: 'node --env-file=.env --import tsx src/app.ts',
  },
  'Hono in ES modules': {
    files: {
      'package.json': packageOf('hono', { type: 'module' }),
      'src/index.js': `import { serve } from "@hono/node-server";
import { Hono } from "hono";

const app = new Hono();

app.get("/", (context) => context.text("hello"));

serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: "127.0.0.1" });
`,
    },
    start: 'node --env-file=.env src/index.js',
  },
  'node:http': {
    files: {
      'package.json': '{ "name": "app" }',
      'server.mjs': `import { createServer } from 'node:http';

const server = createServer(async (request, response) => {
  response.end('hello');
});

server.listen(process.env.PORT, '127.0.0.1');
`,
    },
    start: 'node --env-file=.env server.mjs',
    register: (directory) => {
      replaceIn(
        directory,
        'server.mjs',
        '\n\nconst',
        "\nimport { logtoWebhook } from './logto-webhook.mjs';\n\nconst",
      );
      replaceIn(
        directory,
        'server.mjs',
        '  response.end',
        '  if (await logtoWebhook(request, response)) return;\n  response.end',
      );
    },
  },
  Flask: {
    files: {
      'requirements.txt': 'flask\n',
      'app.py': `from flask import Flask

app = Flask(__name__)
`,
    },
    start: `sh -c 'set -a; . ./.env; exec python3 -m flask --app app run --port "$PORT"'`,
    register: (directory) =>
      appendFileSync(
        path.join(directory, 'app.py'),
        '\nfrom logto_webhook import logto_webhook\napp.register_blueprint(logto_webhook)\n',
      ),
  },
  FastAPI: {
    files: {
      'requirements.txt': 'fastapi\n',
      'app.py': `from fastapi import FastAPI

app = FastAPI()
`,
    },
    start: `sh -c 'set -a; . ./.env; exec python3 -m uvicorn app:app --port "$PORT"'`,
    register: (directory) =>
      appendFileSync(
        path.join(directory, 'app.py'),
        '\nfrom logto_webhook import router\napp.include_router(router)\n',
      ),
  },
  Django: {
    files: {
      'requirements.txt': 'django\n',
      'settings.py': `SECRET_KEY = 'x'
ROOT_URLCONF = 'urls'
ALLOWED_HOSTS = ['*']
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
`,
      'urls.py': 'urlpatterns = []\n',
    },
    start: `sh -c 'set -a; . ./.env; DJANGO_SETTINGS_MODULE=settings exec python3 -m django runserver --noreload "$PORT"'`,
    register: (directory) =>
      writeFileSync(
        path.join(directory, 'urls.py'),
        "from django.urls import path\nfrom logto_webhook import logto_webhook\n\nurlpatterns = [path('webhooks/logto', logto_webhook)]\n",
      ),
  },
  Go: {
    files: {
      'go.mod': 'module example.com/app\n\ngo 1.18\n',
      'main.go': `package main

import (
	"log"
	"net/http"
	"os"
)

func main() {
	mux := http.NewServeMux()
	// routes
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), mux))
}
`,
    },
    start: `sh -c 'set -a; . ./.env; go build -buildvcs=false -o app . && exec ./app'`,
    register: (directory) =>
      replaceIn(
        directory,
        'main.go',
        '// routes',
        'mux.HandleFunc("/webhooks/logto", logtoWebhook)',
      ),
  },
} as const satisfies Record<string, TestApp>;
