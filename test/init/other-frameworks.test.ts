import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { sign } from '../../src/core/logto/signature.ts';
import { runCli } from '../helpers/cli.ts';
import { freePort } from '../helpers/free-port.ts';
import {
  expectPortInUse,
  type MadeProject,
  makeProject,
  startProgram,
} from '../helpers/project.ts';

/** Installing and compiling take long, so they are left to .ci/run. */
const isWanted = process.env.TOOLCHAINS === '1';
const has = (program: string, ...args: string[]) =>
  isWanted && program !== '' && spawnSync(program, args).status === 0;
/** Debian's Python, and one of a virtual environment with the current FastAPI. */
const pythons = ['python3', process.env.CURRENT_PYTHON ?? ''].filter((python) =>
  has(python, '-c', 'import dotenv, fastapi, pytest, uvicorn, fastapi.testclient'),
);

/** Runs a program in a project. @returns its output */
function run({ directory }: MadeProject, program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: directory, encoding: 'utf8' });
  expect(status, stdout + stderr).toBe(0);
  return stdout + stderr;
}

/** Starts a project with the `test` command, and runs every check. */
async function runContract({ directory }: MadeProject, start: string): Promise<void> {
  const port = await freePort();
  const args = ['test', '--start', start, '--to', `${port}/webhooks/logto`];
  const { code, stdout } = await runCli(args, { cwd: directory, env: { PORT: String(port) } });
  expect(code, stdout).toBe(0);
  expect(stdout).toMatch(/\d+ passed, 0 failed, 0 warnings, 0 skipped/);
}

/** Stops a project whose handler logs `finished` only after it is told to stop. */
async function expectGracefulStop(
  { directory, signingKey }: MadeProject,
  program: string,
  ...args: string[]
): Promise<void> {
  const started = await startProgram(program, {}, args, directory);
  const body = JSON.stringify({ event: 'User.Created', data: { id: 'user_1' } });
  const headers = {
    'content-type': 'application/json',
    'logto-signature-sha-256': sign(body, signingKey),
  };
  const url = new URL('/webhooks/logto', started.url);
  const { status } = await fetch(url, { method: 'POST', body, headers });
  started.child.kill('SIGTERM');
  expect([status, [0, null]]).toEqual([200, expect.arrayContaining([await started.exited])]);
  expect(started.log.join('\n')).toContain('finished');
  expect(started.log.join('\n')).not.toMatch(/lost|Warning|Traceback/);
  expect(started.log.join('\n')).not.toMatch(/Started server process[\s\S]+Started server process/);
  expect(stripVTControlCharacters(started.url)).toMatch(/\/webhooks\/logto$/);
}

it.runIf(has('go', 'version'))(
  'init -t go creates a receiver that passes its tests and the contract',
  { timeout: 120_000 },
  async () => {
    const project = await makeProject('-t', 'go');
    expect(run(project, 'go', 'test', './...')).toContain('ok');
    run(project, 'go', 'build', '-o', 'receiver', '.');
    await runContract(project, `sh -c 'set -a; . ./.env; exec ./receiver'`);
    await expectPortInUse(project, './receiver');
    writeFileSync(
      path.join(project.directory, 'handlers.go'),
      `package main

import (
	"context"
	"log"
	"time"
)

func HandleEvent(_ context.Context, _ Event) error {
	time.Sleep(500 * time.Millisecond)
	log.Print("finished")
	return nil
}
`,
    );
    run(project, 'go', 'build', '-o', 'receiver', '.');
    await expectGracefulStop(project, 'sh', '-c', 'set -a; . ./.env; exec ./receiver');
  },
);

it.runIf(isWanted).each(pythons)(
  'init -t fastapi creates a receiver that passes its tests and the contract with %s',
  { timeout: 120_000 },
  async (python) => {
    const project = await makeProject('-t', 'fastapi');
    expect(run(project, python, '-m', 'pytest')).toMatch(/ \d+ passed in /);
    if (has(python, '-m', 'mypy', '--version')) run(project, python, '-m', 'mypy');
    await runContract(project, `${python} -m app.main`);
    await expectPortInUse(project, python, '-m', 'app.main');
    writeFileSync(
      path.join(project.directory, 'app/handlers.py'),
      `import asyncio, logging
async def handle_event(payload: object, delivery_id: str) -> None:
    await asyncio.sleep(0.5)
    logging.info("finished")
`,
    );
    await expectGracefulStop(project, python, '-m', 'app.main');
    writeFileSync(path.join(project.directory, '.env'), '');
    const cwd = project.directory;
    const { status, stderr } = spawnSync(python, ['-m', 'app.main'], { cwd, encoding: 'utf8' });
    const line = 'LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.\n';
    expect([status, stderr]).toEqual([1, line]);
  },
);

it.runIf(isWanted)(
  'init -t nest creates a receiver that passes its tests and the contract',
  { timeout: 240_000 },
  async () => {
    const project = await makeProject('-t', 'nest');
    rmSync(path.join(project.directory, 'node_modules')); // The link to this repository's.
    const installed = run(project, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline');
    expect(installed).not.toMatch(/EBADENGINE|deprecated/);
    for (const script of ['types', 'lint', 'build']) run(project, 'npm', 'run', script);
    expect(run(project, 'npm', 'test')).not.toMatch(/Warning/);
    await runContract(project, 'npm start');
    await expectPortInUse(project, process.execPath, 'dist/main.js');
    writeFileSync(
      path.join(project.directory, 'src/webhook/events.service.ts'),
      `import { Injectable, Logger } from '@nestjs/common';

@Injectable()
export class EventsService {
  async handle(..._: unknown[]): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 500));
    new Logger().log('finished');
  }
}
`,
    );
    run(project, 'npm', 'run', 'build');
    await expectGracefulStop(project, process.execPath, 'dist/main.js');
  },
);
