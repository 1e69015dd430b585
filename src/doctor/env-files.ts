import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../core/errors.ts';
import { runProgram } from '../core/system/run-program.ts';
import {
  findDistantKeys,
  findEnvFileKeys,
  type KeyFile,
  listEnvFiles,
} from '../core/workspace/env/find-keys.ts';
import { parseDotEnv } from '../core/workspace/env/read.ts';
import { secretVariables } from '../core/workspace/secret-variables.ts';
import { type Finding, findingsOf } from './finding.ts';

export interface EnvFileCheck {
  readonly findings: readonly Finding[];
  /** The keys of these files. */
  readonly keys: readonly KeyFile[];
  /** The keys in directories whose env files are not used here. */
  readonly distantKeys: readonly KeyFile[];
}

/**
 * Checks every env file up to the git root, and those below that set a signing key: whether it can be read, and
 * whether git would publish its secrets.
 */
export async function checkEnvFiles(cwd: string): Promise<EnvFileCheck> {
  const distantKeys = findDistantKeys(cwd);
  const below = distantKeys.map(({ name }) => name).filter((name) => !name.endsWith('signing-key'));
  const names = [...listEnvFiles(cwd), ...below];
  const findings = await Promise.all(names.map((name) => checkEnvFile(cwd, name)));
  return {
    findings:
      findings.length > 0 ? findings : [findingsOf('env-file', 'Env files').skipped('none')],
    keys: findEnvFileKeys(cwd),
    distantKeys,
  };
}

async function checkEnvFile(cwd: string, name: string): Promise<Finding> {
  const about = findingsOf(name === '.env' ? 'env-file' : `env-file:${name}`, name);
  let text: string;
  try {
    text = readFileSync(path.join(cwd, name), 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EISDIR') return about.skipped('is a directory');
    return about.failed(`${name} cannot be read (${code ?? error}).`, 'Fix its permissions.');
  }
  const variables = parseDotEnv(text);
  const set = Object.keys(variables);
  const own = set.filter((variable) => variable.startsWith('LOGTO_'));
  const secrets = secretVariables.filter((variable) => variables[variable]);
  if (secrets.length > 0 && (await isPublishedByGit(cwd, name))) {
    const message = `${name} contains ${secrets.join(' and ')}, and git does not ignore it.`;
    const remedy = `Add ${path.basename(name)} to .gitignore. If it was ever pushed, replace the secrets.`;
    return about.failed(message, remedy);
  }
  return about.passed(own.length > 0 ? `sets ${own.join(', ')}` : 'sets no LOGTO_ variable');
}

/** Returns whether git would publish a file; false without git or a repository. */
async function isPublishedByGit(cwd: string, name: string): Promise<boolean> {
  const git = (...args: string[]) => runProgram('git', ['-C', cwd, ...args]);
  if (!(await git('rev-parse', '--git-dir'))) return false;
  const isTracked = await git('ls-files', '--error-unmatch', name);
  return isTracked || !(await git('check-ignore', '--quiet', name));
}
