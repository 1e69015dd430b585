import { shellArgument } from '../cli/output/text/shell.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { PackageManager } from './choices.ts';
import type { Initialized } from './init.ts';

/** A command to run, and its purpose. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/** Returns the written files as a short tree: directories with their number of files, then single files. */
export function projectTree(
  title: string,
  { made, kept }: Pick<Initialized, 'made' | 'kept'>,
  style: Style,
): string[] {
  const rows = treeRows(made);
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  const lines = rows.map(({ name, note }, index) => {
    const branch = index === rows.length - 1 ? '└─' : '├─';
    return `  ${style.dim(branch)} ${name.padEnd(width)}  ${style.dim(note)}`.trimEnd();
  });
  const left =
    kept.length === 0 ? [] : [`  ${style.yellow('!')} Kept unchanged: ${kept.join(', ')}`];
  return [`  ${style.bold(title)}`, ...lines, ...left];
}

/** The purpose of a project's directories and files; files that need no explanation are left out. */
const notes: readonly (readonly [path: string, note: string])[] = [
  ['src/handlers/', 'your code: one handler per recipe'],
  ['src/receiver/', 'verifies, acknowledges, works in the background'],
  ['src/queue/', 'stores jobs until they are done'],
  ['src/logto/', 'signature, event names and payload types'],
  ['src/', ''],
  ['test/', 'tests'],
  ['drizzle/', 'database migrations'],
  ['.github/', 'CI: builds and tests every push'],
  ['.env', 'your settings, with a new signing key; ignored by git'],
  ['.env.example', 'every setting, documented'],
  ['Dockerfile', ''],
  ['README.md', 'how to run, extend and deploy it'],
  ['package.json', ''],
];

function treeRows(files: readonly string[]): { name: string; note: string }[] {
  const rest = new Set(files);
  return notes.flatMap(([name, note]) => {
    const own = name.endsWith('/')
      ? [...rest].filter((file) => file.startsWith(name))
      : [...rest].filter((file) => file === name);
    for (const file of own) rest.delete(file);
    return own.length === 0 ? [] : [{ name, note: note || countOf(own.length, name) }];
  });
}

function countOf(count: number, name: string): string {
  if (!name.endsWith('/')) return '';
  return count === 1 ? '1 file' : `${count} files`;
}

/**
 * Returns the commands to run next.
 * @param place.directory relative to the working directory; empty for the working directory itself
 */
export function nextSteps(
  packageManager: PackageManager,
  place: { readonly directory: string; readonly installed: boolean },
): Step[] {
  const { directory, installed } = place;
  return [
    ...(directory === ''
      ? []
      : [{ command: `cd ${shellDirectory(directory)}`, why: 'enter the project' }]),
    ...(installed ? [] : [{ command: `${packageManager} install`, why: 'install dependencies' }]),
    { command: `${packageManager} run dev`, why: 'start it; stop with Ctrl+C' },
    // Every recipe handles one of the events of a sign-up.
    {
      command: 'npx logto-hooks send --scenario sign-up --to 3000/webhooks/logto',
      why: 'send the events of a sign-up',
    },
  ];
}

/** Returns the lines that describe the next steps. */
export function renderNextSteps(
  steps: readonly Step[],
  unset: readonly string[],
  style: Style,
): string[] {
  const first = steps.slice(0, -1);
  const width = Math.max(...first.map(({ command }) => command.length));
  const settings =
    unset.length === 0
      ? []
      : [
          `${style.yellow('First')} set these in .env (see its comments):`,
          ...unset.map((name) => `  ${style.bold(name)}`),
          '',
        ];
  return [
    ...settings,
    style.bold('Next:'),
    ...first.map(
      ({ command, why }) => `  ${style.cyan(command.padEnd(width))}  ${style.dim(`# ${why}`)}`,
    ),
    '',
    'Then, in a second terminal in the same directory:',
    `  ${style.cyan(steps.at(-1)?.command ?? '')}`,
  ];
}

/** Returns a path quoted for a shell. */
function shellDirectory(directory: string): string {
  return /^[\w./\\:@~-]+$/.test(directory) ? directory : shellArgument(Buffer.from(directory));
}
