import path from 'node:path';
import { type CodeStyle, formatCode } from './code-style.ts';
import type { RouteFile, Wiring } from './frameworks/framework.ts';

/** One file before and after. */
export interface FileChange {
  /** Relative to the app's directory, with slashes. */
  readonly file: string;
  /** Null for a new file. */
  readonly before: string | null;
  readonly after: string;
}

type Sources = ReadonlyMap<string, string>;

/** The one place where a wiring applies. */
export interface Place {
  readonly file: string;
  readonly text: string;
  readonly match: RegExpExecArray;
}

/** Files in which no app is created: tests, and the route file itself. */
const excluded = /\.(?:test|spec)\.|(?:^|\/)(?:tests?|__tests__)\/|(?:^|\/)logto-webhook\./;

/** Returns where to apply a wiring, or undefined if there is no such place or more than one. */
export function findPlace(sources: Sources, { anchors, file: pattern }: Wiring): Place | undefined {
  for (const anchor of anchors) {
    const found = [...sources].flatMap(([file, text]) => {
      const match = excluded.test(file) || pattern?.test(file) === false ? null : anchor.exec(text);
      return match ? [{ file, text, match }] : [];
    });
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/** What the wirings change, and what is left to the user. */
export interface Wired {
  readonly changes: readonly FileChange[];
  readonly notes: readonly string[];
}

/** Applies the wirings that are not done yet. @param routeFile path of the route file */
export function applyWirings(
  sources: Sources,
  wirings: readonly Wiring[],
  { route, routeFile, style }: { route: RouteFile; routeFile: string; style: CodeStyle },
): Wired {
  const edited = new Map(sources);
  const notes: string[] = [];
  for (const wiring of wirings) {
    if (isWired(edited, wiring, route)) continue;
    const place = findPlace(edited, wiring);
    if (place) edited.set(place.file, applyWiring(place, wiring, { route, routeFile, style }));
    else notes.push(wiring.note(route));
  }
  const changes = [...edited].flatMap(([file, after]) => {
    const before = sources.get(file) ?? '';
    return before === after ? [] : [{ file, before, after }];
  });
  return { changes, notes };
}

/** Whether a source shows that a wiring is done. */
function isWired(sources: Sources, wiring: Wiring, route: RouteFile): boolean {
  return [...sources].some(
    ([file, text]) =>
      !excluded.test(file) && wiring.file?.test(file) !== false && wiring.isDone(text, route),
  );
}

/** Returns the changed file: the code in the app's style at the indentation of its place, and its import. */
function applyWiring(
  { file, text, match }: Place,
  { imported, importLine, replace }: Wiring,
  { route, routeFile, style }: { route: RouteFile; routeFile: string; style: CodeStyle },
): string {
  const [code] = match;
  const start = text.lastIndexOf('\n', match.index) + 1;
  const [outer = ''] = /^[ \t]*/.exec(text.slice(start)) ?? [];
  const replaced = replace(match, route);
  const kept = replaced.startsWith(code) ? code : '';
  const added = formatCode(replaced.slice(kept.length), { ...style, commonJs: false });
  const after =
    text.slice(0, match.index) +
    kept +
    added.replace(/\n(?=.)/g, `\n${outer}`).replace(/\r?\n/g, newlineOf(text)) +
    text.slice(match.index + code.length);
  const lines = [
    ...(importLine ? [importLine] : []),
    ...(imported ? [`import { ${imported} } from '${importPath(file, routeFile)}';`] : []),
  ].map((line) => formatCode(line, style).trimEnd());
  return lines
    .filter((line) => !text.includes(line))
    .reduce((result, line) => insertImport(result, line), after);
}

/** Returns the path that a module imports another with, without extension. */
export function importPath(from: string, to: string): string {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.m?[jt]s$/, '');
  return relative.startsWith('.') ? relative : `./${relative}`;
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

/** Returns the line ending of a text. */
export function newlineOf(text: string): '\n' | '\r\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
