import { readFileSync } from 'node:fs';
import path from 'node:path';
import { systemCode } from '../core/errors.ts';
import { runProgram } from '../core/system/run-program.ts';
import { parseDotEnv } from '../core/workspace/env/read.ts';
import { secretVariables } from '../core/workspace/secret-variables.ts';
import { type Finding, findingsOf } from './finding.ts';

/** Whether `.env` can be read, what it sets of ours, and whether git would publish it. */
export async function checkEnvFile(cwd: string): Promise<Finding> {
  const about = findingsOf('env-file', '.env');
  let text: string;
  try {
    text = readFileSync(path.join(cwd, '.env'), 'utf8');
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return about.skipped('none');
    if (code === 'EISDIR') return about.skipped('a directory: nothing is read from it');
    return about.failed(`.env cannot be read (${code ?? String(error)}).`, 'Mend its permissions.');
  }
  const set = Object.keys(parseDotEnv(text));
  const ours = set.filter((name) => name.startsWith('LOGTO_'));
  if (secretVariables.some((name) => set.includes(name)) && (await isPublishedByGit(cwd))) {
    return about.failed(
      `.env holds ${secretVariables.filter((name) => set.includes(name)).join(' and ')}, and git does not ignore it.`,
      'Add .env to .gitignore; if it was ever pushed, make new secrets.',
    );
  }
  return about.passed(ours.length > 0 ? `sets ${ours.join(', ')}` : 'sets nothing of ours');
}

/** False as well where there is no git, or no repository. */
async function isPublishedByGit(cwd: string): Promise<boolean> {
  const git = (...args: string[]) => runProgram('git', ['-C', cwd, ...args]);
  if (!(await git('rev-parse', '--git-dir'))) return false;
  const isTracked = await git('ls-files', '--error-unmatch', '.env');
  return isTracked || !(await git('check-ignore', '--quiet', '.env'));
}
