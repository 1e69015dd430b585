import type { KeySource, RouteParts } from './node-code.ts';

/** Where a framework's files go and what they contain. */
export interface JavaScriptFramework {
  readonly title: string;
  /** The dependency that identifies the framework. */
  readonly package: string;
  /** Source directories, the first that exists; the app's directory if none does. */
  readonly sourceDirectories: readonly string[];
  /** Directory of the verify file, below the source directory. */
  readonly verifyDirectory: string;
  /** The route file without extension, below the source directory, for a route such as webhooks/logto. */
  readonly routeFile: (route: string) => string;
  readonly code: (parts: RouteParts) => string;
  readonly key: KeySource;
  /** Env file that it reads in development. */
  readonly envFile: '.env' | '.env.local';
  /** Whether it uses a bundler, so that relative imports need no extension. */
  readonly usesBundler: boolean;
  /** How to register the route; absent if the framework finds it by its file name. */
  readonly wiring?: Wiring;
  /** Notes for the user. */
  readonly notes: readonly string[];
  /** Port of the development server. */
  readonly port: number;
}

export interface Wiring {
  /** The name that the route file exports. */
  readonly exported: string;
  /** Matches the line that creates the app; its first group is the app's name. */
  readonly anchor: RegExp;
  readonly statement: (app: string) => string;
}

/** Returns the note to exempt the route from authentication. */
export const authNote = (where: string, route: string) =>
  `If ${where} requires a session, exclude ${route}: Logto sends no cookie.`;
