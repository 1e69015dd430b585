import { shellArgument } from '../cli/output/shell.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { PackageManager } from './choices.ts';
import type { Initialized } from './init.ts';

/** A command to run, and what it is for. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/** What was made, as a short tree: directories with the number of their files, then single files. */
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
    kept.length === 0 ? [] : [`  ${style.yellow('!')} Kept as they were: ${kept.join(', ')}`];
  return [`  ${style.bold(title)}`, ...lines, ...left];
}

/** What the directories and files of a project are for; a file that is not here goes without saying. */
const notes: readonly (readonly [path: string, note: string])[] = [
  ['src/handlers/', 'what happens on which event: your code'],
  ['src/receiver/', 'verifies, answers at once, works in the background'],
  ['src/queue/', 'keeps the work until it is done'],
  ['src/logto/', 'signature, names and types of the 31 events'],
  ['src/', ''],
  ['test/', 'its tests'],
  ['drizzle/', 'migrations of the database'],
  ['.github/', 'builds and tests each push'],
  ['.env', 'your settings; has a signing key, stays out of git'],
  ['.env.example', 'every setting there is'],
  ['Dockerfile', ''],
  ['README.md', 'how to run, change and deploy it'],
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
 * The commands that come next: the first three bring it up and, where nothing is left to install, try it.
 * @param place.directory as the user gave it, empty for the working directory
 */
export function nextSteps(
  packageManager: PackageManager,
  place: { readonly directory: string; readonly installed: boolean },
): Step[] {
  const { directory, installed } = place;
  return [
    ...(directory === '' ? [] : [{ command: `cd ${quote(directory)}`, why: 'go there' }]),
    ...(installed ? [] : [{ command: `${packageManager} install`, why: 'get what it needs' }]),
    { command: `${packageManager} run dev`, why: 'start it; Ctrl+C ends it' },
    // A sign-up, for that is what each recipe has work with.
    {
      command: 'npx logto-hooks send --scenario sign-up --to 3000/webhooks/logto',
      why: 'send it what Logto sends when someone signs up',
    },
  ];
}

/** The next steps as a person reads them. */
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
          `${style.yellow('First')} set these in .env; its comments say how:`,
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
    'And then, in the same directory of a second terminal:',
    `  ${style.cyan(steps.at(-1)?.command ?? '')}`,
  ];
}

/** A path as a shell takes it as one word. */
function quote(directory: string): string {
  return /^[\w./\\:@~-]+$/.test(directory) ? directory : shellArgument(Buffer.from(directory));
}
