import path from 'node:path';
import { plainText } from '../cli/output/text/plain-text.ts';
import { ownCommand } from '../cli/own-command.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { callingPackageManager, type PackageManager, usesPackageManager } from './choices.ts';
import { requireSupported } from './compose/logto-version.ts';
import type { Project } from './compose/project.ts';
import { type Initialized, initProject, planProject } from './init.ts';
import { nextSteps, projectTree, renderNextSteps } from './output.ts';
import { projectName } from './project-name.ts';
import { type InitOptions, promptForOptions } from './prompts.ts';
import { initRepository, installPackages } from './set-up.ts';
import { checkDirectory } from './write-project.ts';

/** Scaffolds a project, then prints its files and the next steps. */
export async function runInit(given: InitOptions, terminal: Terminal): Promise<void> {
  const { cwd, env } = terminal;
  const { logtoVersion } = given;
  if (logtoVersion) requireSupported(logtoVersion);
  if (given.directory !== undefined) checkTarget(given.directory, given, cwd);
  const asks = terminal.interactive && !given.yes && !given.json && !given.dryRun;
  const preset = callingPackageManager(env.npm_config_user_agent);
  const { directory, install, git, ...parts } = await promptForOptions(given, preset, {
    prompts: asks ? await terminal.prompts() : undefined,
    check: (directory) => checkTarget(directory, given, cwd),
  });
  const target = checkTarget(directory, given, cwd);
  const project: Project = { ...parts, logtoVersion, name: projectName(directory, cwd) };
  if (given.dryRun) return listFiles(planProject(project, target), given, terminal);

  const made = initProject(project, target);
  if (given.json) printFiles(made, terminal);
  else terminal.out.lines(projectTree(path.relative(cwd, target) || '.', made, terminal.out.style));
  const hasGit = git && (await initRepository(target));
  if (hasGit && !given.json) terminal.err.line('Initialized a git repository.');
  // If the directory already had a package.json, its owner installs the packages.
  const installed =
    install &&
    !made.missing &&
    usesPackageManager(project.template) &&
    (await installAndReport(project.packageManager, target, terminal, given.json));
  report({ project, made, target, hasGit, installed }, given, terminal);
}

/** Returns the project's absolute path. @throws UsageError if it cannot be created there */
function checkTarget(directory: string, { force }: InitOptions, cwd: string): string {
  projectName(directory, cwd);
  const target = path.resolve(cwd, directory);
  checkDirectory(target, force ?? false);
  return target;
}

async function installAndReport(
  packageManager: PackageManager,
  target: string,
  terminal: Terminal,
  json = false,
): Promise<boolean> {
  const { err } = terminal;
  const spinner = err.isTTY ? await terminal.spinner(`${packageManager} install`) : undefined;
  if (!spinner && !json) err.line(`Running ${packageManager} install...`);
  const interruption = terminal.onInterrupt();
  const { ok, output } = await installPackages(packageManager, target, interruption);
  spinner?.stop();
  if (ok) return true;
  terminal.exitCode = interruption.aborted ? 130 : 1;
  if (interruption.aborted) return false;
  err.lines(
    output
      .trimEnd()
      .split(/\r?\n/)
      .map((line) => plainText(line)),
  );
  err.line(
    `${err.style.red('error:')} '${packageManager} install' failed; the files were written.`,
  );
  return false;
}

interface Result {
  readonly project: Project;
  readonly made: Initialized;
  readonly target: string;
  readonly hasGit: boolean;
  readonly installed: boolean;
}

function report(
  { project, made, target, hasGit, installed }: Result,
  given: InitOptions,
  terminal: Terminal,
) {
  const { out, cwd } = terminal;
  const steps = nextSteps(project, made, {
    directory: path.relative(cwd, target),
    installed,
    ownCommand: ownCommand(terminal, target),
  });
  if (!given.json) {
    out.lines(['', ...renderNextSteps(steps, made.unset, out.style)]);
    return;
  }
  const { name, template, recipes, packageManager, queue } = project;
  const choices = { name, template, recipes, queue, packageManager };
  const next = steps.map(({ command }) => command);
  out.line(
    JSON.stringify({
      ...{ type: 'project', directory: target, ...choices, git: hasGit, installed },
      ...{ fillIn: made.unset, next },
    }),
  );
}

function listFiles(planned: Initialized, { json }: InitOptions, terminal: Terminal): void {
  if (json) {
    printFiles(planned, terminal);
    return;
  }
  const { style } = terminal.out;
  const notes = new Map([
    ...planned.kept.map((file) => [file, '(exists, kept)'] as const),
    ...planned.merged.map((file) => [file, '(exists, lines added)'] as const),
  ]);
  for (const file of [...planned.made, ...notes.keys()].toSorted()) {
    const note = notes.get(file);
    terminal.out.line(note ? `${file} ${style.dim(note)}` : file);
  }
}

function printFiles({ made, kept, merged }: Initialized, { out }: Terminal): void {
  for (const file of made) out.line(JSON.stringify({ type: 'file', path: file, kept: false }));
  for (const file of kept) out.line(JSON.stringify({ type: 'file', path: file, kept: true }));
  for (const file of merged) {
    out.line(JSON.stringify({ type: 'file', path: file, kept: false, merged: true }));
  }
}
