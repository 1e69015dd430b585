import { existsSync } from 'node:fs';
import path from 'node:path';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';
import { payloadTypes } from '../core/payload/json-schema/typescript.ts';
import { type CodeStyle, formatCode, readCodeStyle } from './code-style.ts';
import { type App, isJavaScript, readText } from './detect.ts';
import type { JavaScriptFramework, Wiring } from './frameworks/framework.ts';
import { javaScriptFrameworks } from './frameworks/javascript.ts';
import { verifyFile } from './frameworks/node-code.ts';
import { otherFrameworks } from './frameworks/other-languages.ts';

/** One file before and after. */
export interface FileChange {
  /** Relative to the app's directory, with slashes. */
  readonly file: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly after: string;
}

export interface Plan {
  readonly title: string;
  readonly changes: readonly FileChange[];
  /** Files of this plan that exist already and stay as they are. */
  readonly kept: readonly string[];
  /** Env file that gets the signing key. */
  readonly envFile: '.env' | '.env.local';
  readonly notes: readonly string[];
  readonly port: number;
  readonly route: string;
}

export interface PlanOptions {
  readonly events: readonly EventName[];
  readonly version: VersionText;
  /** Path of the route, such as /webhooks/logto. */
  readonly route: string;
}

/** Plans what to add to an app. Nothing is written, and no existing file is replaced. */
export function planAddition(app: App, options: PlanOptions): Plan {
  return isJavaScript(app.framework)
    ? planJavaScript(app, javaScriptFrameworks[app.framework], options)
    : planOther(app, otherFrameworks[app.framework], options);
}

function planJavaScript(app: App, framework: JavaScriptFramework, options: PlanOptions): Plan {
  const { directory, sources } = app;
  const read = readCodeStyle(directory, [...sources.values()], framework.usesBundler);
  const hasMjs = !read.typescript && !read.commonJs && sources.size > 0 && usesMjs(sources);
  const style = hasMjs ? { ...read, importExtension: '.mjs' as const } : read;
  const wired = framework.wiring && findAnchor(sources, framework.wiring);
  const base = wired
    ? path.posix.dirname(wired.file)
    : (framework.sourceDirectories.find((name) => existsSync(path.join(directory, name))) ?? '');
  const extension = style.typescript ? '.ts' : hasMjs ? '.mjs' : '.js';
  const at = (...parts: string[]) => path.posix.join(base, ...parts);
  const verify = at(framework.verifyDirectory, `logto-verify${extension}`);
  const payloads = at(framework.verifyDirectory, 'logto-payloads.ts');
  const routeFile = at(`${framework.routeFile(options.route.slice(1))}${extension}`);
  const code = framework.code({
    ...options,
    verifyFrom: importPath(routeFile, verify),
    payloadsFrom: importPath(routeFile, payloads),
  });
  const files: [string, string][] = [
    [verify, formatCode(verifyFile(framework.key), style)],
    ...(style.typescript
      ? [
          [payloads, formatCode(payloadTypes(options.version, options.events), style)] as [
            string,
            string,
          ],
        ]
      : []),
    [routeFile, formatCode(code, style)],
  ];
  const wiring = framework.wiring && wired && wire(wired, framework.wiring, routeFile, style);
  const notes = [...framework.notes];
  if (framework.wiring && !wired) {
    const line = framework.wiring.statement('app').replace(/^\/\/.*\n/, '');
    notes.unshift(`Register the route where the app is created, before body parsers: ${line}`);
  }
  return finish(app, files, {
    ...{ title: framework.title, envFile: framework.envFile, notes, port: framework.port },
    edits: wiring ? [wiring] : [],
    route: routePath(app, options.route),
  });
}

/** Returns the path of the route; the Pages Router serves its API below /api. */
function routePath({ framework }: App, route: string): string {
  return framework === 'next-pages' ? `/api${route}` : route;
}

function usesMjs(sources: ReadonlyMap<string, string>): boolean {
  return [...sources.keys()].some((file) => file.endsWith('.mjs') && !/\.config\./.test(file));
}

function importPath(from: string, to: string): string {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.m?[jt]s$/, '');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

interface Anchor {
  readonly file: string;
  readonly text: string;
}

function findAnchor(sources: ReadonlyMap<string, string>, { anchor }: Wiring): Anchor | undefined {
  const found = [...sources].filter(
    ([file, text]) => anchor.test(text) && !/\.(?:test|spec)\.|^tests?\//.test(file),
  );
  // If there are several apps, it is not clear which one to use.
  const [only] = found;
  return only && found.length === 1 ? { file: only[0], text: only[1] } : undefined;
}

/** Adds the import and the statement after the line that creates the app. */
function wire(
  { file, text }: Anchor,
  { anchor, exported, statement }: Wiring,
  routeFile: string,
  style: CodeStyle,
): FileChange | undefined {
  if (text.includes(exported)) return undefined;
  const newline = newlineOf(text);
  const from = importPath(file, routeFile);
  const importLine = formatCode(`import { ${exported} } from '${from}';`, style);
  const [line = '', app = 'app'] = anchor.exec(text) ?? [];
  const withStatement = text.replace(line, () =>
    `${line}\n${formatCode(statement(app), { ...style, commonJs: false })}`.replaceAll(
      '\n',
      newline,
    ),
  );
  return { file, before: text, after: insertImport(withStatement, importLine.trimEnd()) };
}

/** Inserts a line after the last import or require at the top of a file. */
function insertImport(text: string, line: string): string {
  const imports = [
    ...text.matchAll(
      /^(?:import\b[^;]*?from\s*['"][^'"]+['"];?|import\s*['"][^'"]+['"];?|(?:const|let|var) .*?= require\([^)]*\);?)[ \t]*$/gms,
    ),
  ];
  const last = imports.at(-1);
  if (!last) return `${line}${newlineOf(text)}${text}`;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}${newlineOf(text)}${line}${text.slice(end)}`;
}

function newlineOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function planOther(
  app: App,
  framework: (typeof otherFrameworks)[keyof typeof otherFrameworks],
  { events, route }: PlanOptions,
): Plan {
  const file = framework.language === 'go' ? 'logto_webhook.go' : 'logto_webhook.py';
  const goPackage = [...app.sources]
    .filter(([name]) => /^[^/]+\.go$/.test(name) && !name.endsWith('_test.go'))
    .map(([, text]) => /^package (\w+)/m.exec(text)?.[1])
    .find(Boolean);
  return finish(app, [[file, framework.code(events, route, goPackage ?? 'main')]], {
    ...{ title: framework.title, envFile: '.env', port: framework.port, route, edits: [] },
    notes: framework.notes(route),
  });
}

function finish(
  { directory }: App,
  files: readonly (readonly [string, string])[],
  { edits, ...plan }: Omit<Plan, 'changes' | 'kept'> & { edits: readonly FileChange[] },
): Plan {
  const isThere = ([file]: readonly [string, string]) => existsSync(path.join(directory, file));
  const ignored = ignoreEnvFile(directory, plan.envFile);
  return {
    ...plan,
    kept: files.filter(isThere).map(([file]) => file),
    changes: [
      ...files
        .filter((one) => !isThere(one))
        .map(([file, after]) => ({ file, before: null, after })),
      ...edits,
      ...(ignored ? [ignored] : []),
    ],
  };
}

/** Patterns that ignore an env file; others that do so are rare, and a second line does no harm. */
const ignoring = {
  '.env': ['.env', '.env*', '*.env'],
  '.env.local': ['.env.local', '.env*', '.env.*', '.env*.local', '*.local'],
};

function ignoreEnvFile(directory: string, envFile: keyof typeof ignoring): FileChange | undefined {
  const before = readText(path.join(directory, '.gitignore')) ?? null;
  const lines = (before ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\//, ''));
  if (lines.some((line) => ignoring[envFile].includes(line))) return undefined;
  const newline = newlineOf(before ?? '');
  const gap = !before || before.endsWith('\n') ? '' : newline;
  return { file: '.gitignore', before, after: `${before ?? ''}${gap}${envFile}${newline}` };
}
