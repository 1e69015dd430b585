import { loadEnvFile } from '../start-command.ts';
import type { KeySource, RouteParts } from './node-code.ts';

/** Where a framework's files go and what they contain. */
export interface JavaScriptFramework {
  readonly title: string;
  /** The dependency that identifies the framework. */
  readonly package: string;
  /**
   * Source directories: the first that has the directory of the routes, or else the first that exists; the
   * app's directory if none does.
   */
  readonly sourceDirectories: readonly string[];
  /** Directory of the verify file, below the source directory. */
  readonly verifyDirectory: string;
  /** The route file without extension, below the source directory, for a route such as webhooks/logto. */
  readonly routeFile: (route: string) => string;
  readonly code: (parts: RouteParts) => string;
  readonly key: KeySource;
  /** Returns the verify file. */
  readonly verify: (key: KeySource) => string;
  /** Env file that it reads in development, or that the app is expected to load. */
  readonly envFile: '.env' | '.env.local';
  /** Whether it uses a bundler, so that relative imports need no extension. */
  readonly usesBundler: boolean;
  /** How to register the route; absent if the framework finds it by its file name. */
  readonly wiring?: readonly Wiring[];
  /** Whether the route file goes next to the file that the first wiring changes. */
  readonly besideWiring?: boolean;
  /** Where the app's sources set a path that all routes start with; the first group is the path. */
  readonly prefix?: RegExp;
  /** Matches sources that make the framework redirect to paths with a trailing slash, or respond only to them. */
  readonly trailingSlash?: RegExp;
  /** Returns notes for the user. @param text of all sources and package.json */
  readonly notes: (text: string, packageJson: string) => readonly string[];
  /** Port of the development server. */
  readonly port: number;
}

/** A change in an existing file that makes the app use the route. */
export interface Wiring {
  /** Files that it can be in; all sources if absent. */
  readonly file?: RegExp;
  /** Whether the text of a file shows that it is done already. */
  readonly isDone: (text: string, route: RouteFile) => boolean;
  /** Matches the code to change; the first that matches in exactly one file. */
  readonly anchors: readonly RegExp[];
  /** Returns what replaces the matched code. */
  readonly replace: (match: RegExpMatchArray, route: RouteFile) => string;
  /** What the changed file imports from the route file. */
  readonly imported?: string;
  /** Another import that the changed file needs. */
  readonly importLine?: string;
  /** Asks the user for the change if it is not clear where to make it. */
  readonly note: (route: RouteFile) => string;
}

/** The route file, as the wiring refers to it. */
export interface RouteFile {
  /** Path of the route, such as /webhooks/logto. */
  readonly route: string;
  /** The file, relative to the source directory, with its extension. */
  readonly file: string;
}

/** Returns the note to exempt the route from authentication. */
export const authNote = (where: string, route: string) =>
  `If ${where} requires a session, exclude ${route}: Logto sends no cookie.`;

/**
 * Returns the note to load the env file, unless the app does it: the edit of the scripts that start it with
 * Node.js, if there are any.
 * @param text of all sources and package.json
 * @param packageJson its text; empty if its scripts do not run the app
 */
export function envNote(text: string, packageJson = ''): readonly string[] {
  if (/dotenv|loadEnvFile|@nestjs\/config|fastify-cli/.test(text)) return [];
  const edits = loadEnvFile(packageJson);
  if (edits.length > 0) {
    return [`Load .env when the app starts. In package.json: ${edits.join(', ')}`];
  }
  return text.includes('--env-file')
    ? []
    : ['Load .env before the app starts, for example with node --env-file=.env.'];
}
