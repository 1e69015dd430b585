import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseConfig } from '../cli/config/parse.ts';
import { fixtureVariants } from '../core/fixtures/fixtures.ts';
import { eventNames, isEventName } from '../core/logto/events.ts';
import { projectDirectory } from '../core/workspace/project-directory.ts';

/** A directory with recorded fixtures. */
interface FixtureDirectory {
  /** Relative to the working directory. */
  readonly directory: string;
  readonly events: readonly string[];
}

/** Where the keys and the inspector save fixtures. */
const savedFixtures = path.join('.logto-hooks', 'fixtures');

/** Levels of directories to search. */
const maxDepth = 3;

/** Returns the directories with recorded fixtures: the saved ones, then those below the working directory. */
export function findFixtureDirectories(cwd: string): FixtureDirectory[] {
  const saved = path.relative(cwd, path.join(projectDirectory(cwd), savedFixtures));
  return [...directoryOf(cwd, saved), ...searchDirectories(cwd, '', maxDepth)];
}

function searchDirectories(cwd: string, directory: string, depth: number): FixtureDirectory[] {
  if (depth === 0) return [];
  return directoriesIn(path.join(cwd, directory))
    .filter((name) => !name.startsWith('.') && name !== 'node_modules' && !isEventName(name))
    .map((name) => path.join(directory, name))
    .flatMap((below) => [...directoryOf(cwd, below), ...searchDirectories(cwd, below, depth - 1)]);
}

function directoryOf(cwd: string, directory: string): FixtureDirectory[] {
  const events = directoriesIn(path.join(cwd, directory)).filter(isEventName);
  return events.length > 0 ? [{ directory, events }] : [];
}

function directoriesIn(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/**
 * Returns the variants that `send --variant` accepts, each with its event.
 * @param line the words of the command line, which may name events and `--fixtures`
 */
export function listVariants(cwd: string, line: string): [variant: string, event: string][] {
  const words = line.split(/\s+/);
  const typed = [...line.matchAll(/--fixtures[\s=]+(\S+)/g)].map(([, directory = '']) => directory);
  const directories = (typed.length > 0 ? typed : configuredFixtures(cwd))
    .map((directory) => path.resolve(cwd, directory))
    .filter((directory) => existsSync(directory));
  const named = words.filter(isEventName);
  const events = named.length > 0 ? named : eventNames;
  return events.flatMap((event) =>
    fixtureVariants(event, directories).map((variant): [string, string] => [variant, event]),
  );
}

/** Returns `send.fixtures` of logto-hooks.config.json. */
function configuredFixtures(cwd: string): string[] {
  const file = path.join(projectDirectory(cwd), 'logto-hooks.config.json');
  if (!existsSync(file)) return [];
  return [parseConfig(readFileSync(file, 'utf8'), file).send?.fixtures ?? []].flat();
}
