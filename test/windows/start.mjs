import assert from 'node:assert/strict';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from 'node:test';
import { freePort, isRunning, it, output, project, run, serve, until } from './harness.mjs';
import { files, pidIn } from './receiver.mjs';

const few = ['--only', 'accepts,rejects', '-e', 'PostSignIn'];

describe('test', () => {
  it('tests a running receiver', async () => {
    const cwd = project(files);
    const app = await serve((_, response) => response.end());
    const { code, stdout } = await run(['test', '--to', app.url, '--json', ...few], { cwd });
    app.server.close();
    assert.equal(code, 1);
    assert.match(stdout, /"status":"passed"/);
    assert.match(stdout, /"status":"failed"/);
  });

  it("starts a receiver with 'npm start', reports to files, and ends every process", async () => {
    const cwd = project(files);
    const reports = [
      '--reporter',
      'pretty,junit',
      '--output-file',
      `junit=${path.join(cwd, 'report.xml')}`,
    ];
    const to = ['--to', String(await freePort()), '--start', 'npm start'];
    const text = await output(['test', ...to, ...few, ...reports], { cwd });
    assert.match(text, /passed/);
    assert.match(readFileSync(path.join(cwd, 'report.xml'), 'utf8'), /<testsuites/);
    await until(() => !isRunning(pidIn(cwd)));
  });

  it('shows the output of a receiver that does not start', async () => {
    const cwd = project({ 'broken.cmd': '@echo off\r\necho Größe fehlt\r\nexit /b 3\r\n' });
    const to = ['--to', String(await freePort()), '--start', 'broken.cmd'];
    const { code, stdout, stderr } = await run(['test', ...to, ...few], { cwd });
    assert.equal(code, 2);
    assert.match(stdout + stderr, /exit code 3/);
  });

  it('ends when the system cannot end the receiver', async () => {
    const cwd = project(files);
    const to = ['--to', String(await freePort()), '--start', 'npm start'];
    const env = { TASKKILL_FAILS: '1' };
    await output(['test', ...to, ...few], { cwd, env });
    if (isRunning(pidIn(cwd))) process.kill(pidIn(cwd));
  });

  it('runs no program of the working directory', async () => {
    const cwd = project(files);
    for (const name of ['taskkill.exe', 'git.exe', 'clip.exe']) {
      copyFileSync(process.execPath, path.join(cwd, name));
    }
    const spy = path.join(cwd, 'spy.cjs');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(
      spy,
      `const path = require('node:path');
      if (path.dirname(process.execPath) === process.cwd()) {
        require('node:fs').writeFileSync('ran', process.execPath);
      }`,
    );
    const env = {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require "${spy.replaceAll('\\', '/')}"`,
    };
    const to = ['--to', String(await freePort()), '--start', 'node receiver.cjs'];
    await output(['test', ...to, ...few], { cwd, env });
    await output(['init', '.', '--force', '--yes', '--no-install'], { cwd, env });
    assert.ok(!existsSync(path.join(cwd, 'ran')));
    await until(() => !isRunning(pidIn(cwd)));
  });
});
