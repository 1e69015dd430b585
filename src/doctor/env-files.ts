import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../core/errors.ts';
import { runProgram } from '../core/system/run-program.ts';
import { parseDotEnv } from '../core/workspace/env/read.ts';
import { envDirectories } from '../core/workspace/project-directory.ts';
import { secretVariables, signingKeyVariable } from '../core/workspace/secret-variables.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Every kind of env file that some tool reads, except the examples, which have no secrets. */
const envFile = /^(?:\.env(?:\.[\w.-]+)?|\.dev\.vars)$/;
const exampleFile = /\.(?:example|sample|template|dist|defaults|schema)$/;

/** A signing key that an env file sets. */
export interface EnvFileKeys {
  /** Relative to the working directory. */
  readonly name: string;
  /** As the file sets them, separated at commas; blank if the variable is. */
  readonly keys: readonly string[];
}

export interface EnvFileCheck {
  readonly findings: readonly Finding[];
  readonly keys: readonly EnvFileKeys[];
}

/** Checks every env file up to the git root: whether it can be read, and whether git would publish its secrets. */
export async function checkEnvFiles(cwd: string): Promise<EnvFileCheck> {
  const files = envDirectories(cwd).flatMap((directory) =>
    listEnvFiles(directory).map((name) => path.join(path.relative(cwd, directory), name)),
  );
  const checked = await Promise.all(files.map((name) => checkEnvFile(cwd, name)));
  const findings = checked.flatMap(({ finding }) => finding ?? []);
  return {
    findings:
      findings.length > 0 ? findings : [findingsOf('env-file', 'Env files').skipped('none')],
    keys: checked.flatMap(({ keys }) => keys ?? []),
  };
}

function listEnvFiles(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => envFile.test(name));
    return names.filter((name) => !exampleFile.test(name)).sort();
  } catch {
    return []; // The directory itself cannot be listed; the commands read single files in it.
  }
}

async function checkEnvFile(
  cwd: string,
  name: string,
): Promise<{ finding?: Finding; keys?: EnvFileKeys }> {
  const about = findingsOf(name === '.env' ? 'env-file' : `env-file:${name}`, name);
  let text: string;
  try {
    text = readFileSync(path.join(cwd, name), 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EISDIR') return { finding: about.skipped('is a directory') };
    return {
      finding: about.failed(`${name} cannot be read (${code ?? error}).`, 'Fix its permissions.'),
    };
  }
  const variables = parseDotEnv(text);
  const set = Object.keys(variables);
  const own = set.filter((variable) => variable.startsWith('LOGTO_'));
  const secrets = secretVariables.filter((variable) => variables[variable]);
  const value = variables[signingKeyVariable];
  const keys = value === undefined ? {} : { keys: { name, keys: value.split(',') } };
  if (secrets.length > 0 && (await isPublishedByGit(cwd, name))) {
    const message = `${name} contains ${secrets.join(' and ')}, and git does not ignore it.`;
    const remedy = `Add ${path.basename(name)} to .gitignore. If it was ever pushed, replace the secrets.`;
    return { finding: about.failed(message, remedy), ...keys };
  }
  return {
    finding: about.passed(own.length > 0 ? `sets ${own.join(', ')}` : 'sets no LOGTO_ variable'),
    ...keys,
  };
}

/** Returns false as well if there is no git, or no repository. */
async function isPublishedByGit(cwd: string, name: string): Promise<boolean> {
  const git = (...args: string[]) => runProgram('git', ['-C', cwd, ...args]);
  if (!(await git('rev-parse', '--git-dir'))) return false;
  const isTracked = await git('ls-files', '--error-unmatch', name);
  return isTracked || !(await git('check-ignore', '--quiet', name));
}
