import { execFile } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporaryDirectory } from './helpers/cli.ts';
import { startReceiver } from './helpers/receiver.ts';

const root = path.resolve(import.meta.dirname, '..');

interface Action {
  readonly inputs: Readonly<Record<string, { default?: string; required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { value: string }>>;
  readonly runs: {
    readonly steps: readonly { id?: string; run: string; env?: Record<string, string> }[];
  };
}

const action = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as Action;

/** Runs the steps as GitHub's runner does, and returns exit code, log and outputs. */
async function runAction(inputs: Readonly<Record<string, string>>) {
  const directory = realpathSync(temporaryDirectory());
  const [outputFile, summaryFile] = ['output', 'summary'].map((name) => path.join(directory, name));
  for (const file of [outputFile, summaryFile]) writeFileSync(`${file}`, '');
  const fill = (text: string) =>
    text.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, name: string) => {
      expect(Object.keys(action.inputs)).toContain(name);
      return inputs[name] ?? action.inputs[name]?.default ?? '';
    });
  let log = '';
  let code = 0;
  for (const step of action.runs.steps) {
    const { LOGTO_WEBHOOK_SIGNING_KEY, ...clean } = process.env;
    const env = Object.entries(step.env ?? {}).map(([name, value]) => [name, fill(value)]);
    code = await new Promise<number>((resolve) => {
      const options = {
        cwd: directory,
        env: {
          ...clean,
          ...Object.fromEntries(env),
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: root,
          GITHUB_OUTPUT: outputFile,
          GITHUB_STEP_SUMMARY: summaryFile,
        },
      };
      const args = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run];
      execFile('bash', args, options, (error, stdout, stderr) => {
        log += stdout + stderr;
        resolve(error ? Number(error.code) : 0);
      });
    });
    if (code !== 0) break;
  }
  const outputs = Object.fromEntries(
    readFileSync(`${outputFile}`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Record<string, string>;
  return { code, log, outputs, summary: readFileSync(`${summaryFile}`, 'utf8') };
}

const key = 'the-signing-key-of-the-action';

describe('the GitHub Action', () => {
  it('fails for a receiver that verifies nothing, with annotations, a summary and outputs', async () => {
    const receiver = await startReceiver();
    const inputs = {
      url: receiver.url,
      'signing-key': key,
      events: 'PostSignIn',
      checks: 'rejects',
    };
    const { code, log, outputs, summary } = await runAction(inputs);
    expect(code).toBe(1);
    expect(log).toContain('::error');
    expect(summary).toContain('rejects/unsigned');
    expect(Number(outputs.failed)).toBeGreaterThan(0);
    const report = readFileSync(`${outputs.report}`, 'utf8').trim().split('\n');
    expect(JSON.parse(`${report.at(-1)}`)).toMatchObject({ failed: Number(outputs.failed) });
    expect(log + summary + report.join()).not.toContain(key);
  });

  it('passes if the selected checks pass, and sets only the given flags', async () => {
    const receiver = await startReceiver();
    const inputs = { url: receiver.url, 'signing-key': key, checks: 'accepts/PostSignIn' };
    const { code, outputs } = await runAction(inputs);
    expect([code, outputs.passed, outputs.failed]).toEqual([0, '1', '0']);
    expect(receiver.requests.at(-1)?.headers).toHaveProperty('logto-signature-sha-256');
  });

  it('declares the outputs that its last step sets', () => {
    expect(Object.values(action.outputs).map(({ value }) => value)).toEqual(
      ['passed', 'failed', 'report'].map((name) => `\${{ steps.test.outputs.${name} }}`),
    );
  });
});
