import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { type JavaScriptFrameworkName, javaScriptFrameworks } from './frameworks/javascript.ts';
import { type OtherFrameworkName, otherFrameworks } from './frameworks/other-languages.ts';

export type FrameworkName = JavaScriptFrameworkName | OtherFrameworkName;

const javaScriptNames = Object.keys(javaScriptFrameworks) as JavaScriptFrameworkName[];
const otherNames = Object.keys(otherFrameworks) as OtherFrameworkName[];

/** An app that a route can be added to. */
export interface App {
  readonly framework: FrameworkName;
  /** Other frameworks that it depends on. */
  readonly others: readonly FrameworkName[];
  /** Absolute path of the directory with its package.json, go.mod, pyproject.toml … */
  readonly directory: string;
  /** Its source files, by path relative to the directory. */
  readonly sources: ReadonlyMap<string, string>;
}

export function isJavaScript(name: FrameworkName): name is JavaScriptFrameworkName {
  return Object.hasOwn(javaScriptFrameworks, name);
}

/**
 * Returns the app in a directory.
 * @param wanted the framework's name, if the user gave one
 * @throws UsageError for an unknown name, and if there is no app
 */
export function detectApp(directory: string, wanted?: string): App {
  const names: readonly string[] = [...javaScriptNames, ...otherNames];
  if (wanted !== undefined && !names.includes(wanted)) {
    const guess = suggest(wanted, names);
    throw new UsageError(
      `Unknown framework '${wanted}'.`,
      guess ? `Did you mean ${guess}?` : `Use one of: ${names.join(', ')}.`,
    );
  }
  if (wanted !== undefined) requireProject(directory, wanted as FrameworkName);
  const sources = readSources(directory);
  const found = recognize(directory, sources);
  const [framework = found[0]] = wanted === undefined ? [] : [wanted as FrameworkName];
  if (framework === undefined) {
    throw new UsageError('No app found in this directory.', suggestDirectory(directory));
  }
  return { framework, others: found.filter((name) => name !== framework), directory, sources };
}

/** @throws UsageError if the directory lacks the file that every app of the framework has */
function requireProject(directory: string, framework: FrameworkName): void {
  const manifest = isJavaScript(framework) ? 'package.json' : framework === 'go' ? 'go.mod' : '';
  if (existsSync(path.join(directory, manifest))) return;
  throw new UsageError(`This directory has no ${manifest}.`, suggestDirectory(directory));
}

/** Returns the frameworks of an app, the one that serves its routes first. */
function recognize(directory: string, sources: ReadonlyMap<string, string>): FrameworkName[] {
  const found = recognizeDependencies(directory);
  if (found.length > 0) return found;
  if (existsSync(path.join(directory, 'go.mod'))) return ['go'];
  const python = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py']
    .map((name) => readText(path.join(directory, name)) ?? '')
    .concat([...sources].filter(([file]) => file.endsWith('.py')).map(([, text]) => text))
    .join('\n');
  const inPython = (['fastapi', 'django', 'flask'] as const).filter((name) =>
    new RegExp(`\\b${name}\\b`, 'i').test(python),
  );
  if (inPython.length > 0) return inPython;
  const isServer = [...sources.values()].some((text) => /\bcreateServer\(/.test(text));
  return isServer && existsSync(path.join(directory, 'package.json')) ? ['node'] : [];
}

function recognizeDependencies(directory: string): FrameworkName[] {
  const dependencies = readDependencies(path.join(directory, 'package.json'));
  const has = (name: string) =>
    ['', 'src'].some((at) => existsSync(path.join(directory, at, name)));
  const nextRouter = has('pages') && !has('app') ? 'next-pages' : 'next';
  return javaScriptNames
    .filter((name) => name !== 'next-pages' && dependencies.has(javaScriptFrameworks[name].package))
    .map((name) => (name === 'next' ? nextRouter : name));
}

/** Returns how to find the app: in a package of the workspace, or in the directory's parents. */
function suggestDirectory(directory: string): string {
  const inside = findPackages(directory).flatMap((name) => {
    const [found] = recognizeDependencies(path.join(directory, name));
    return found ? [`${name} (${titleOf(found)})`] : [];
  });
  if (inside.length > 0) return `Run this in the app's directory: ${inside.join(', ')}.`;
  for (let at = directory; path.dirname(at) !== at; at = path.dirname(at)) {
    const [found] = recognizeDependencies(at);
    if (found) return `Run this in '${path.relative(directory, at)}' (${titleOf(found)}).`;
    if (existsSync(path.join(at, '.git'))) break;
  }
  return "Run this where your app's package.json, go.mod or requirements.txt is, or create a receiver with 'logto-hooks init'.";
}

/** Returns the title of a framework, such as Next.js (App Router). */
export function titleOf(name: FrameworkName): string {
  return isJavaScript(name) ? javaScriptFrameworks[name].title : otherFrameworks[name].title;
}

/** Returns the directories below that have a package.json: those of a workspace. */
function findPackages(directory: string, at = '', depth = 2): string[] {
  return readdirSync(path.join(directory, at), { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || skipped.test(entry.name)) return [];
    const name = path.posix.join(at, entry.name);
    if (existsSync(path.join(directory, name, 'package.json'))) return [name];
    return depth > 0 ? findPackages(directory, name, depth - 1) : [];
  });
}

function readDependencies(file: string): Set<string> {
  const text = readText(file);
  if (text === undefined) return new Set();
  try {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(text);
    return new Set(Object.keys({ ...dependencies, ...devDependencies }));
  } catch {
    throw new UsageError(`'${file}' is not valid JSON.`, 'Fix it first.');
  }
}

/** Directories that hold no code of the app. */
const skipped = /^(?:node_modules|dist|build|out|coverage|venv|__pycache__|public)$|^\./;
const sourceFile = /\.(?:[cm]?[jt]sx?|py|go)$/;

/** Reads the app's sources: enough to see their style and where the app is created. */
function readSources(directory: string, depth = 3, limit = 300): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (at: string, left: number) => {
    for (const entry of readdirSync(path.join(directory, at), { withFileTypes: true })) {
      if (found.size >= limit) return;
      const file = path.posix.join(at, entry.name);
      if (entry.isDirectory() && left > 0 && !skipped.test(entry.name)) visit(file, left - 1);
      const isSource =
        entry.isFile() && sourceFile.test(entry.name) && !/\.d\.ts$/.test(entry.name);
      if (isSource && statSync(path.join(directory, file)).size < 200_000) {
        found.set(file, readFileSync(path.join(directory, file), 'utf8'));
      }
    }
  };
  visit('', depth);
  return found;
}

/** Returns a file's text, or undefined if it does not exist. */
export function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
