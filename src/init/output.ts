import { platform } from 'node:os';
import { shellArgument } from '../cli/output/text/shell.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { Project } from './compose/project.ts';
import type { Initialized } from './init.ts';

/** A command to run, and its purpose. */
export interface Step {
  readonly command: string;
  readonly why: string;
}

/** Returns the written files as a short tree: directories with their number of files, then single files. */
export function projectTree(
  title: string,
  { made, kept, merged }: Pick<Initialized, 'made' | 'kept' | 'merged'>,
  style: Style,
): string[] {
  const rows = treeRows(made);
  const width = Math.max(...rows.map(({ name }) => name.length), 0);
  const lines = rows.map(({ name, note }, index) => {
    const branch = index === rows.length - 1 ? '└─' : '├─';
    return `  ${style.dim(branch)} ${name.padEnd(width)}  ${style.dim(note)}`.trimEnd();
  });
  const mark = style.yellow('!');
  return [
    `  ${style.bold(title)}`,
    ...lines,
    ...(merged.length === 0 ? [] : [`  ${mark} Added lines to: ${merged.join(', ')}`]),
    ...(kept.length === 0 ? [] : [`  ${mark} Kept unchanged: ${kept.join(', ')}`]),
  ];
}

/** The purpose of a project's directories and files; files that need no explanation are left out. */
const notes: readonly (readonly [path: string, note: string])[] = [
  ['src/handlers/', 'your code: one handler per recipe'],
  ['src/receiver/', 'verifies, acknowledges, processes in the background'],
  ['src/queue/', 'stores jobs until they are done'],
  ['src/logto/', 'signature, event names and payload types'],
  ['src/webhook/', 'verifies, acknowledges; events.service.ts is your code'],
  ['app/handlers.py', 'your code: what to do for each event'],
  ['app/receiver.py', 'verifies, acknowledges and retries'],
  ['app/logto_events.py', 'the types of all payloads'],
  ['app/', 'routes and start'],
  ['handlers.go', 'your code: what to do for each event'],
  ['receiver.go', 'verifies, acknowledges and retries'],
  ['src/handle.ts', 'your code: what to do for each event'],
  ['src/server.ts', 'serves /webhooks/logto'],
  ['src/payloads.ts', 'the types of all payloads'],
  ['src/', 'start, routes and helpers'],
  ['test/', 'tests'],
  ['tests/', 'tests'],
  ['drizzle/', 'database migrations'],
  ['.github/', 'CI: builds and tests every push'],
  ['../', 'CI, in the root of the repository'],
  ['.env', 'your settings, with a new signing key; ignored by git'],
  ['.env.example', 'every setting, documented'],
  ['Dockerfile', ''],
  ['compose.yaml', 'PostgreSQL for development'],
  ['wrangler.jsonc', 'the Worker and its queues'],
  ['README.md', 'how to run, extend and deploy it'],
  ['package.json', ''],
  ['requirements.txt', ''],
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

export interface Place {
  /** Relative to the working directory; empty for the working directory itself. */
  readonly directory: string;
  readonly installed: boolean;
  /** A command that runs this installation. */
  readonly ownCommand: string;
}

/** Returns the commands to run next. They exist even if the directory had a package.json before. */
export function nextSteps(
  { packageManager, template }: Project,
  { missing }: Initialized,
  { directory, installed, ownCommand }: Place,
): Step[] {
  const enter =
    directory === ''
      ? []
      : [{ command: `cd ${shellDirectory(directory)}`, why: 'enter the project' }];
  // Every recipe handles one of the events of a sign-up.
  const send = {
    command: `${ownCommand} send --scenario sign-up --to 3000/webhooks/logto`,
    why: 'send the events of a sign-up',
  };
  const listen = {
    command: `${ownCommand} listen --forward-to 3000/webhooks/logto`,
    why: 'receive events, show them and forward them',
  };
  const test = 'run the tests';
  const start = 'start it; stop with Ctrl+C';
  if (template === 'go') {
    return [
      ...enter,
      { command: 'go test ./...', why: test },
      { command: '(set -a && . ./.env && go run .)', why: start },
      send,
      listen,
    ];
  }
  if (template === 'fastapi') {
    const python = platform() === 'win32' ? '.venv\\Scripts\\python' : '.venv/bin/python';
    return [
      ...enter,
      {
        command: `${platform() === 'win32' ? 'python' : 'python3'} -m venv .venv`,
        why: 'create a virtual environment',
      },
      { command: `${python} -m pip install -r requirements-dev.txt`, why: 'install dependencies' },
      { command: `${python} -m pytest`, why: test },
      { command: `${python} -m app.main`, why: start },
      send,
      listen,
    ];
  }
  const add = packageManager === 'npm' ? 'npm install' : `${packageManager} add`;
  const adding = (packages: readonly string[] = [], flag = '') =>
    packages.length === 0
      ? []
      : [{ command: `${add}${flag} ${packages.join(' ')}`, why: 'add the missing packages' }];
  const script = missing?.scripts.dev;
  const scripts = Object.entries(missing?.newScripts ?? {}).map(([name, command]) =>
    shellArgument(Buffer.from(`scripts.${name}=${command}`)),
  );
  return [
    ...enter,
    ...adding(missing?.dependencies),
    ...adding(missing?.devDependencies, packageManager === 'npm' ? ' --save-dev' : ' -D'),
    ...(missing && !missing.isModule && template !== 'next'
      ? [{ command: 'npm pkg set type=module', why: 'the receiver is an ES module' }]
      : []),
    ...(scripts.length > 0
      ? [{ command: `npm pkg set ${scripts.join(' ')}`, why: 'for the Dockerfile and CI' }]
      : []),
    ...(installed || missing
      ? []
      : [{ command: `${packageManager} install`, why: 'install dependencies' }]),
    ...(missing
      ? []
      : [
          {
            command: packageManager === 'npm' ? 'npm test' : `${packageManager} run test`,
            why: test,
          },
        ]),
    {
      command: script === undefined ? `${packageManager} run dev` : `npx --no ${script}`,
      why: start,
    },
    send,
    listen,
  ];
}

/** Returns the lines that describe the next steps. */
export function renderNextSteps(
  steps: readonly Step[],
  unset: readonly string[],
  style: Style,
): string[] {
  const render = (group: readonly Step[]) => {
    const width = Math.max(...group.map(({ command }) => command.length));
    return group.map(
      ({ command, why }) => `  ${style.cyan(command.padEnd(width))}  ${style.dim(`# ${why}`)}`,
    );
  };
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
    ...render(steps.slice(0, -2)),
    '',
    'Then, in a second terminal in the same directory:',
    ...render(steps.slice(-2)),
  ];
}

/** Returns a path quoted for a shell. */
function shellDirectory(directory: string): string {
  return /^[\w./\\:@~-]+$/.test(directory) ? directory : shellArgument(Buffer.from(directory));
}
