import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sign } from '../../src/core/logto/signature.ts';
import {
  isStandalone,
  packageManagers,
  queues,
  recipes,
  templates,
} from '../../src/init/choices.ts';
import { composeProject } from '../../src/init/compose/compose.ts';
import { handlersIndex } from '../../src/init/compose/handlers-index.ts';
import { runCli } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { expectPortInUse, makeProject, runIn, startProject } from '../helpers/project.ts';
import { many } from '../helpers/stress.ts';

const root = path.resolve(import.meta.dirname, '../..');
const all = recipes.map(({ value }) => value);

describe('templates', () => {
  it.each(templates.map(({ value }) => value).filter((name) => !isStandalone(name)))(
    'combine %s with every recipe and queue',
    (template) => {
      for (const { value: queue } of queues) {
        for (const packageManager of packageManagers) {
          for (const chosen of [[], all, ...all.map((recipe) => [recipe])]) {
            const project = { name: 'x', template, recipes: chosen, queue, packageManager };
            const files = composeProject(project);
            expect([...files.keys()]).toEqual(
              expect.arrayContaining([
                '.env.example',
                '.gitignore',
                'README.md',
                'src/logto/events.ts',
              ]),
            );
            for (const recipe of chosen) expect(files.has(`src/handlers/${recipe}.ts`)).toBe(true);
            const settings = files.get('.env.example')?.match(/^(?:# )?\w+=/gm) ?? [];
            expect(settings).toEqual([...new Set(settings)]);
          }
        }
      }
    },
  );

  it('name the PostgreSQL of compose.yaml in .env.example, where jobs or users are stored', () => {
    const recipes = ['sync-database'] as const;
    const base = { name: 'x', template: 'node', packageManager: 'npm', recipes: [] } as const;
    for (const options of [{ queue: 'postgres' as const }, { queue: 'memory' as const, recipes }]) {
      const files = composeProject({ ...base, ...options });
      const { services } = parse(files.get('compose.yaml') ?? '');
      const { environment, ports } = services.postgres;
      const [host, port] = ports[0].split(':');
      const { POSTGRES_PASSWORD: password, POSTGRES_DB: database } = environment;
      expect(host).toBe('127.0.0.1');
      const url = `postgres://postgres:${password}@localhost:${port}/${database}`;
      expect(files.get('.env.example')).toContain(url);
    }
    expect(composeProject({ ...base, queue: 'memory' }).has('compose.yaml')).toBe(false);
  });

  it('list the handlers as the hand-written index does', () => {
    const file = path.join(root, 'src/init/templates/example/src/handlers/index.ts');
    expect(handlersIndex(['example'])).toBe(readFileSync(file, 'utf8'));
  });
});

describe('a generated project', () => {
  it.each([['-t', 'express'], ['-t', 'fastify'], ['--minimal']])(
    'exits with one line if its port is in use (%s %s)',
    async (...args) => {
      const project = await makeProject(...args);
      await expectPortInUse(project, process.execPath, '--import', 'tsx', 'src/server.ts');
    },
  );

  // Only in stress runs, because it takes as long as hundreds of other tests.
  it.runIf(many(false, true))('with recipes is type-checked', { timeout: 120_000 }, async () => {
    // @logto/api is not installed here; scripts/scaffolds.ts covers its recipe.
    const installed = all.filter((recipe) => recipe !== 'organization-onboarding');
    const project = await makeProject('-t', 'hono', '--queue', 'postgres', '-r', installed.join());
    expect(await runIn(project, 'tsc', '--noEmit')).toEqual({ code: 0, output: '' });
  });

  it('accepts every event, sends nothing in a test run and stops on SIGTERM', {
    timeout: 60_000,
  }, async () => {
    const project = await makeProject('-t', 'express', '-r', 'notify-slack,by-application');
    const { url, child, log, exited } = await startProject(project, {
      LOGTO_HOOKS_TEST: '1',
      SLACK_WEBHOOK_URL: 'http://127.0.0.1:9/hook',
    });
    const sent = await runCli(['send', '--all', '--to', url], { cwd: project.directory });
    expect([sent.code, sent.stdout]).toEqual([0, expect.stringContaining('29 sent, 29 ok')]);
    await eventually(() => expect(log.join('\n')).toContain('"test run: request not sent"'));
    expect(log.join('\n')).toContain('"user signed up"');
    expect(log.filter((line) => !line.includes('"level":"info"'))).toEqual([]);
    expect(log.join('\n')).not.toMatch(/Lovelace|ada@/);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    expect(log.at(-1)).toContain('"stopped"');
  });

  it('drains on SIGTERM, finishes acknowledged work, and logs what it cannot finish', {
    timeout: 60_000,
  }, async () => {
    const project = await makeProject('-t', 'fastify');
    writeFileSync(
      path.join(project.directory, 'src/handlers/example.ts'),
      `import type { Handler } from '../receiver/handler.ts';
      let attempts = 0;
      export function createExample(): Handler {
        return {
          name: 'example',
          onEvery: async ({ event }, { logger }) => {
            attempts += 1;
            if (event === 'PostSignIn' && attempts < 2) throw new Error('not yet');
            if (event === 'PostRegister') await new Promise((resolve) => setTimeout(resolve, 500));
            if (event === 'User.Created') await new Promise(() => {});
            logger.info('done', { event });
          },
        };
      }`,
    );
    const limits = { DRAIN_SECONDS: '1', STOP_SECONDS: '3' };
    const { url, child, log, exited } = await startProject(project, limits);
    const deliver = async (event: string) => {
      const body = JSON.stringify({ event });
      const headers = { 'logto-signature-sha-256': sign(body, project.signingKey) };
      return (await fetch(url, { method: 'POST', body, headers })).status;
    };
    const health = async () => (await fetch(new URL('/healthz', url))).status;
    expect([await health(), await deliver('PostSignIn')]).toEqual([200, 200]);
    expect(await deliver('User.Created')).toBe(200);
    await eventually(() => expect(log.join('\n')).toContain('"attempt failed"'));
    child.kill('SIGTERM');
    await eventually(() => expect(log.join('\n')).toContain('"stopping"'));
    expect([await health(), await deliver('PostRegister')]).toEqual([503, 200]);
    expect(await exited).toBe(0);
    const done = log.filter((line) => line.includes('"done"')).join();
    expect(done).toContain('PostSignIn');
    expect(done).toContain('PostRegister');
    const lost = log.filter((line) => line.includes('"event lost'));
    expect(lost).toEqual([expect.stringContaining('"level":"error"')]);
    expect(lost[0]).toContain('User.Created');
    expect(log.at(-1)).toContain('"stopped"');
  });

  it('passes its tests, and starts again after a failed start', { timeout: 60_000 }, async () => {
    const project = await makeProject('-t', 'next');
    const { code, output } = await runIn(project, 'vitest', 'run');
    expect(code, output).toBe(0);
    expect(output).not.toMatch(/Warning/);
    for (const name of ['receiver', 'queue', 'receiver-instance']) {
      expect(output).toContain(`test/${name}.test.ts`);
    }
  });

  it('has three source files and a test with --minimal', { timeout: 60_000 }, async () => {
    const project = await makeProject('--minimal');
    const sources = ['src', 'test'].flatMap((name) =>
      readdirSync(path.join(project.directory, name)),
    );
    expect(sources).toEqual(['handle.ts', 'payloads.ts', 'server.ts', 'server.test.ts']);
    expect(await runIn(project, 'tsc', '--noEmit')).toEqual({ code: 0, output: '' });
    expect(await runIn(project, 'tsx', '--test', 'test/server.test.ts')).toMatchObject({ code: 0 });
    const { url, child, exited } = await startProject(project);
    const { code, stdout } = await runCli(['test', '--to', url], { cwd: project.directory });
    expect(code, stdout).toBe(0);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('names its queues on Cloudflare after the project', async () => {
    const project = await makeProject('-t', 'cloudflare', '-r', 'by-application');
    const read = (file: string) => readFileSync(path.join(project.directory, file), 'utf8');
    expect(read('wrangler.jsonc')).toContain('"queue": "project-jobs"');
    expect(read('.github/workflows/test.yml')).not.toMatch(/20,|contract/);
  });

  // The scaffolds of .ci/run do this in workerd.
  it.runIf(many(false, true))('passes its tests on Cloudflare', { timeout: 60_000 }, async () => {
    const project = await makeProject('-t', 'cloudflare', '-r', 'by-application');
    const { code, output } = await runIn(project, 'vitest', 'run');
    expect(code, output).toBe(0);
  });

  it('explains in one line without secrets why it cannot start', { timeout: 60_000 }, async () => {
    const project = await makeProject('--queue', 'postgres');
    const start = async (env: string) => {
      writeFileSync(path.join(project.directory, '.env'), env);
      const { code, output } = await runIn(project, 'tsx', 'src/server.ts');
      return [code, output.trimEnd()];
    };
    expect(await start('')).toEqual([1, 'LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.']);
    const key = 'LOGTO_WEBHOOK_SIGNING_KEY=key\n';
    expect(await start(`${key}DATABASE_URL=postgres://user:secret word@host:port/`)).toEqual([
      1,
      'DATABASE_URL must be a URL such as postgres://user:password@host:5432/database. See .env.example.',
    ]);
    const noSocket = 'postgres://user:secret@localhost/webhooks?host=/nowhere';
    expect(await start(`${key}DATABASE_URL=${noSocket}`)).toEqual([
      1,
      'The receiver cannot start: connect ENOENT /nowhere/.s.PGSQL.5432 (ENOENT)',
    ]);
  });
});
