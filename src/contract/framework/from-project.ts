import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Framework } from '../snippets/snippet.ts';

/** A file that shows the framework, and what it must contain. */
interface Manifest {
  readonly name: RegExp;
  readonly content: RegExp;
  readonly framework: Framework;
}

const python = /^(?:requirements.*\.txt|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/;
const gradle = /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/;
const anything = /(?:)/;

/** The likeliest first, because several may match. */
const manifests: readonly Manifest[] = [
  { name: /^package\.json$/, content: /"next"\s*:/, framework: 'next' },
  { name: /^package\.json$/, content: /"@nestjs\/core"\s*:/, framework: 'nest' },
  { name: /^package\.json$/, content: /"fastify"\s*:/, framework: 'fastify' },
  { name: /^package\.json$/, content: /"hono"\s*:/, framework: 'hono' },
  { name: /^package\.json$/, content: /"express"\s*:/, framework: 'express' },
  { name: /^package\.json$/, content: /"koa"\s*:/, framework: 'koa' },
  { name: /^wrangler\.(?:toml|jsonc?)$/, content: anything, framework: 'workers' },
  { name: python, content: /\bfastapi\b/i, framework: 'fastapi' },
  { name: python, content: /\bflask\b/i, framework: 'flask' },
  { name: python, content: /\bdjango\b/i, framework: 'django' },
  { name: /^manage\.py$/, content: /django/i, framework: 'django' },
  { name: /^composer\.json$/, content: /"laravel\/framework"/, framework: 'laravel' },
  { name: /^artisan$/, content: anything, framework: 'laravel' },
  { name: gradle, content: /spring[\s\S]*kotlin|kotlin[\s\S]*spring/i, framework: 'spring-kotlin' },
  { name: gradle, content: /spring/i, framework: 'spring' },
  { name: /\.(?:cs|fs)proj$/, content: /Sdk\.Web|AspNetCore/, framework: 'aspnet' },
  { name: /^Gemfile$/, content: /\brails\b/i, framework: 'rails' },
  { name: /^go\.mod$/, content: anything, framework: 'go' },
  { name: /^composer\.json$/, content: anything, framework: 'php' },
];

/** Source files that show the framework by an import. */
const sources: readonly Manifest[] = [
  { name: /\.[cm]?[jt]sx?$/, content: /['"]@nestjs\/(?:core|common)['"]/, framework: 'nest' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"]fastify['"]/, framework: 'fastify' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"]hono['"/]/, framework: 'hono' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"]express['"]/, framework: 'express' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"]koa['"]/, framework: 'koa' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"]next\/server['"]/, framework: 'next' },
  { name: /\.[cm]?[jt]sx?$/, content: /['"](?:node:)?https?['"]/, framework: 'node' },
  { name: /\.py$/, content: /^\s*(?:from|import) fastapi\b/m, framework: 'fastapi' },
  { name: /\.py$/, content: /^\s*(?:from|import) flask\b/m, framework: 'flask' },
  { name: /\.py$/, content: /^\s*(?:from|import) django\b/m, framework: 'django' },
  { name: /\.go$/, content: /"net\/http"/, framework: 'go' },
  { name: /\.php$/, content: anything, framework: 'php' },
  { name: /\.rb$/, content: /\brails\b/i, framework: 'rails' },
  { name: /\.kt$/, content: /org\.springframework/, framework: 'spring-kotlin' },
  { name: /\.java$/, content: /org\.springframework/, framework: 'spring' },
  { name: /\.cs$/, content: /WebApplication|AspNetCore/, framework: 'aspnet' },
  { name: /^package\.json$/, content: anything, framework: 'node' },
];

/** Limits of reading: bytes of a file, files of a directory, parent directories. */
const limits = { bytes: 256 * 1024, files: 200, levels: 4 } as const;

/**
 * Recognizes the framework of a receiver by its files: those in its start command, then those of the
 * nearest directory, upward, that shows one.
 * @param directory where it is started
 * @param command the start command
 */
export function frameworkOfProject(directory: string, command = ''): Framework | undefined {
  const named = command
    .split(/[\s'"]+/)
    .filter((word) => /\.\w{1,4}$/.test(word))
    .map((word) => path.resolve(directory, word));
  const byEntry = matchFiles(named, sources);
  if (byEntry) return byEntry;
  for (let [level, at] = [0, directory]; level < limits.levels; level++) {
    const files = filesIn(at);
    const found = matchFiles(files, manifests) ?? matchFiles(files, sources);
    if (found) return found;
    if (files.some((file) => path.basename(file) === '.git')) return undefined;
    const parent = path.dirname(at);
    if (parent === at) return undefined;
    at = parent;
  }
  return undefined;
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .slice(0, limits.files)
      .map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

function matchFiles(files: readonly string[], rules: readonly Manifest[]): Framework | undefined {
  const texts = new Map<string, string>();
  const textOf = (file: string) => {
    const text = texts.get(file) ?? readText(file);
    texts.set(file, text);
    return text;
  };
  return rules.find(({ name, content }) =>
    files.some(
      (file) => name.test(path.basename(file)) && isFile(file) && content.test(textOf(file)),
    ),
  )?.framework;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(0, limits.bytes);
  } catch {
    return '';
  }
}
