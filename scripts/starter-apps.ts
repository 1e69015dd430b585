import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { templates } from './starter-templates.ts';

/** An app that a framework's starter creates, and how it is run. */
export interface Starter {
  /** The starter from npm: package, then the command with the app's directory as `app`. */
  readonly create?: readonly [string, ...string[]];
  /** The files of a starter whose template is not on npm. */
  readonly files?: Readonly<Record<string, string>>;
  /** Prepares the app before `npm install`. */
  readonly prepare?: (directory: string) => void;
  readonly build?: string;
  /** Checks types or style; run with --lint. */
  readonly lint?: string;
  /** Starts it in production, on the port in PORT. */
  readonly start: string;
  /** Starts it in development, on the port in PORT; run with --dev. */
  readonly dev: string;
}

/** Keeps only the development packages that the build needs. */
function keepDevelopmentPackages(kept: RegExp): (directory: string) => void {
  return (directory) =>
    editJson(directory, 'package.json', (value) => {
      const packages = Object.entries(value.devDependencies ?? {});
      value.devDependencies = Object.fromEntries(packages.filter(([name]) => kept.test(name)));
    });
}

// biome-ignore lint/suspicious/noExplicitAny: the files of a starter have no type.
function editJson(directory: string, name: string, edit: (value: any) => void): void {
  const file = path.join(directory, name);
  const value = JSON.parse(readFileSync(file, 'utf8'));
  edit(value);
  writeFileSync(file, JSON.stringify(value, null, 2));
}

const next = ['--use-npm', '--skip-install', '--disable-git', '--yes', '--empty', '--no-eslint'];
const nest = ['--skip-install', '--skip-git', '--package-manager', 'npm', '--strict'];
const nestPackages = keepDevelopmentPackages(/^@nestjs\/(?:cli|schematics)$|^@types|^typescript$/);

/** The starters, by framework and kind. */
export const starters = {
  'next-app': {
    create: [
      'create-next-app@16',
      'create-next-app',
      'app',
      ...next,
      '--ts',
      '--app',
      '--no-src-dir',
    ],
    build: 'npx next build',
    start: 'npx next start -H 127.0.0.1',
    dev: 'npm run dev',
  },
  'next-app-src': {
    create: ['create-next-app@16', 'create-next-app', 'app', ...next, '--ts', '--app', '--src-dir'],
    build: 'npx next build',
    start: 'npx next start -H 127.0.0.1',
    dev: 'npm run dev',
  },
  'next-pages': {
    create: [
      'create-next-app@16',
      'create-next-app',
      'app',
      ...next,
      '--js',
      '--no-app',
      '--src-dir',
    ],
    build: 'npx next build',
    start: 'npx next start -H 127.0.0.1',
    dev: 'npm run dev',
  },
  nest: {
    create: ['@nestjs/cli@12', 'nest', 'new', 'app', ...nest],
    prepare: (directory) => {
      nestPackages(directory);
      editJson(directory, 'tsconfig.json', (value) => {
        value.compilerOptions.types = ['node'];
      });
    },
    build: 'npm run build',
    start: 'npm run start:prod',
    dev: 'npm run start:dev',
  },
  'nest-11': {
    create: ['@nestjs/cli@11', 'nest', 'new', 'app', ...nest],
    prepare: nestPackages,
    build: 'npm run build',
    start: 'npm run start:prod',
    dev: 'npm run start:dev',
  },
  sveltekit: {
    create: [
      ...['sv@0.17', 'sv', 'create', 'app', '--template', 'minimal', '--types', 'ts'],
      ...['--no-add-ons', '--no-install'],
    ],
    build: 'npm run build',
    lint: 'npm run check',
    start: 'npx vite preview --host 127.0.0.1 --port $PORT',
    dev: 'npm run dev -- --port $PORT',
  },
  'fastify-esm': {
    create: ['create-fastify@5', 'create-fastify', 'app', '--esm'],
    prepare: keepDevelopmentPackages(/^$/),
    start: 'npm start',
    dev: 'npx fastify start app.js',
  },
  'fastify-ts': {
    create: ['fastify-cli@8', 'fastify', 'generate', 'app', '--lang=ts'],
    prepare: (directory) => {
      keepDevelopmentPackages(/^@types|typescript|fastify/)(directory);
      // The template lacks what TypeScript 6 requires.
      editJson(directory, 'tsconfig.json', (value) => {
        value.compilerOptions.rootDir = 'src';
      });
    },
    build: 'npm run build:ts',
    start: 'npx fastify start -l info dist/app.js',
    dev: 'npm run build:ts && npm run dev:start',
  },
  'express-generator': {
    create: ['express-generator@4', 'express', 'app', '--git', '--no-view'],
    start: 'npm start',
    dev: 'npm start',
  },
  ...templates,
} as const satisfies Record<string, Starter>;
