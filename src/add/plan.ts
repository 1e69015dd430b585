import { existsSync } from 'node:fs';
import path from 'node:path';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';
import { payloadTypes } from '../core/payload/json-schema/typescript.ts';
import { formatCode, readCodeStyle } from './code-style.ts';
import { type App, isJavaScript, readText } from './detect.ts';
import type { JavaScriptFramework } from './frameworks/framework.ts';
import { javaScriptFrameworks } from './frameworks/javascript.ts';
import { nodeVerifyFile } from './frameworks/node-code.ts';
import { otherFrameworks } from './frameworks/other-languages.ts';
import { readStartCommand } from './start-command.ts';
import {
  applyWirings,
  type FileChange,
  findPlace,
  importPath,
  newlineOf,
  type Place,
} from './wiring.ts';

export interface Plan {
  readonly title: string;
  readonly changes: readonly FileChange[];
  /** Files of this plan that exist already and stay as they are. */
  readonly kept: readonly string[];
  /** Env file that gets the signing key. */
  readonly envFile: '.env' | '.env.local';
  readonly notes: readonly string[];
  /** Whether the user has to register the route, because it is not clear where. */
  readonly isUnregistered: boolean;
  readonly port: number;
  /** Path at which the app serves the route. */
  readonly route: string;
  /** Starts the app in development, if it has a script for that. */
  readonly startCommand: string | undefined;
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
  const packageJson = readText(path.join(directory, 'package.json')) ?? '';
  const text = [...sources.values(), packageJson].join('\n');
  const style = readCodeStyle(directory, sources, packageJson, framework.usesBundler);
  const place = framework.besideWiring && framework.wiring?.[0];
  const base = sourceDirectory(app, framework, place ? findPlace(sources, place) : undefined);
  const prefix = readPrefix(framework, text);
  const route = withoutPrefix(prefix, options.route);
  const extension = style.typescript ? '.ts' : style.importExtension === '.mjs' ? '.mjs' : '.js';
  const at = (...parts: string[]) => path.posix.join(base, ...parts);
  const verify = at(framework.verifyDirectory, `logto-verify${extension}`);
  const payloads = at(framework.verifyDirectory, 'logto-payloads.ts');
  const relativeRouteFile = `${framework.routeFile(route.slice(1))}${extension}`;
  const routeFile = at(relativeRouteFile);
  const code = framework.code({
    ...{ events: options.events, route, packageJson },
    verifyFrom: importPath(routeFile, verify),
    payloadsFrom: importPath(routeFile, payloads),
  });
  const types = payloadTypes(options.version, options.events);
  const files: [string, string][] = [
    [verify, formatCode(framework.verify(framework.key), style)],
    ...(style.typescript ? [[payloads, formatCode(types, style)] as [string, string]] : []),
    [routeFile, formatCode(code, style)],
  ];
  const wired = applyWirings(sources, framework.wiring ?? [], {
    ...{ route: { route, file: relativeRouteFile }, routeFile, style },
  });
  return finish(app, files, {
    ...{ title: framework.title, envFile: framework.envFile, port: framework.port },
    edits: wired.changes,
    isUnregistered: wired.notes.length > 0,
    notes: [
      ...wired.notes,
      ...(style.typescript && needsNodeTypes(directory, framework, packageJson)
        ? ['Add the types of Node.js if you check types: npm install --save-dev @types/node.']
        : []),
      ...framework.notes(text, packageJson),
    ],
    route: `${prefix}${route}${framework.trailingSlash?.test(text) ? '/' : ''}`,
    startCommand: readStartCommand(directory, packageJson),
  });
}

function needsNodeTypes(
  directory: string,
  { verify }: JavaScriptFramework,
  packageJson: string,
): boolean {
  return (
    verify === nodeVerifyFile &&
    !packageJson.includes('"@types/node"') &&
    !existsSync(path.join(directory, 'node_modules/@types/node'))
  );
}

/** Returns the directory that the framework's files go below. */
function sourceDirectory(app: App, framework: JavaScriptFramework, place?: Place): string {
  if (place) return path.posix.dirname(place.file);
  const exists = (...parts: string[]) => existsSync(path.join(app.directory, ...parts));
  const [first = '', ...rest] = framework.routeFile('route').split('/');
  const found = framework.sourceDirectories.find((name) => rest.length > 0 && exists(name, first));
  return found ?? framework.sourceDirectories.find((name) => exists(name)) ?? '';
}

/** Returns the path that the framework serves all its routes under, such as /api; empty for none. */
function readPrefix({ prefix, title }: JavaScriptFramework, text: string): string {
  const [, configured = ''] = prefix?.exec(text) ?? [];
  const base = configured.replace(/^\/?(?=.)/, '/').replace(/\/$/, '');
  return title.includes('Pages Router') ? `${base}/api` : base;
}

function withoutPrefix(prefix: string, route: string): string {
  return prefix !== '' && route.startsWith(`${prefix}/`) ? route.slice(prefix.length) : route;
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
    startCommand: undefined,
    isUnregistered: false,
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
