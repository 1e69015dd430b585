import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** A project that has the package, and no other. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'logto-hooks-test-'));
  for (const part of ['package.json', 'dist/library', 'fixtures']) {
    const installed = path.join(project, 'node_modules/logto-hooks', part);
    cpSync(path.join(root, part), installed, { recursive: true });
  }
});

afterAll(() => rmSync(project, { recursive: true }));

/** Runs a module in the project and returns its output. */
function run(module: string): string {
  const args = ['--input-type=module', '-e', module];
  return execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' });
}

describe('the library, installed alone', () => {
  it('signs, verifies, diagnoses and parses', () => {
    const printed = run(`
    import { diagnoseSignature, eventNames, fixture, parsePayload, sign, verifySignature } from 'logto-hooks';
    const body = JSON.stringify(fixture('PostRegister'));
    const signature = sign(body, 'key');
    console.log(JSON.stringify([
      eventNames.length,
      verifySignature(body, signature, 'key'),
      verifySignature(body, signature, 'other'),
      diagnoseSignature(body, 'sha256=' + signature, 'key')?.cause,
      parsePayload(body).drift,
      parsePayload('{"event":"User.Created","data":{"id":7}}').drift.find(({ path }) => path === 'data.id'),
    ]));`);
    expect(JSON.parse(printed)).toEqual([
      31,
      true,
      false,
      'signature-prefixed',
      [],
      { path: 'data.id', expected: 'string', got: 'number 7' },
    ]);
  });

  it('validates payloads with schemas that follow the Standard Schema', () => {
    const printed = run(`
    import { fixture, payloadSchemas } from 'logto-hooks';
    const schema = payloadSchemas['Role.Created'];
    const made = fixture('Role.Created');
    const { '~standard': standard } = schema;
    console.log(JSON.stringify([
      schema.parse({ ...made, more: 1 }).more,
      schema.safeParse({ ...made, data: null }).error.issues[0].path,
      standard.version,
      Object.keys(await standard.validate(made)),
      (await standard.validate({ ...made, ip: 1 })).issues[0].path,
    ]));`);
    expect(JSON.parse(printed)).toEqual([1, ['data'], 1, ['value'], ['ip']]);
  });

  it('can be bundled as CommonJS, except for fixtures', async () => {
    const contents =
      "console.log(require('logto-hooks').verifySignature('', 'f'.repeat(64), 'key'))";
    const { outputFiles } = await build({
      ...{ stdin: { contents, resolveDir: project }, bundle: true, write: false },
      ...{ platform: 'node', format: 'cjs', logLevel: 'silent' },
    });
    const input = outputFiles[0]?.text ?? '';
    expect(execFileSync(process.execPath, ['-'], { input, encoding: 'utf8' })).toBe('false\n');
  });

  it('runs the contract tests and delivers events', () => {
    const printed = run(`
    import { contract, deliver } from 'logto-hooks/testing';
    const { body } = await deliver('PostSignIn', () => new Response('hello'), { signingKey: 'key' });
    const names = [];
    contract('http://127.0.0.1:9', { only: ['rejects'], signingKey: 'key', test: (name) => names.push(name) });
    console.log(body, names.includes('rejects/unsigned'));`);
    expect(printed).toBe('hello true\n');
  });
});
