import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../helpers/cli.ts';
import { expressMistakes } from '../receivers/mistakes/express.ts';
import { fastifyMistakes } from '../receivers/mistakes/fastify.ts';
import { honoMistakes } from '../receivers/mistakes/hono.ts';
import { nextMistakes } from '../receivers/mistakes/next.ts';
import { signingKey } from '../receivers/receiver.ts';
import { runChecks } from '../receivers/run-checks.ts';

const frameworks = [expressMistakes, fastifyMistakes, honoMistakes, nextMistakes];

describe.each(frameworks)('test with $framework', ({ mistakes, start }) => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.close());

  it.each(mistakes)('names the mistake of $name', async ({ name, cause: id, says }) => {
    const { cause } = await runChecks(`${server.origin}/${name}`, { only: ['accepts'] });
    expect(cause?.id).toBe(id);
    expect(cause?.message).toMatch(says);
    expect(cause?.evidence).not.toBe('');
    expect(cause?.remedy).not.toBe('');
  });

  it('names it in the first line of a report that fits on one screen', async () => {
    const [{ name, says } = { name: '', says: /$^/ }] = mistakes;
    const { code, stdout } = await runCli([
      'test',
      '--to',
      `${server.origin}/${name}`,
      '--signing-key',
      signingKey,
    ]);
    const lines = stdout.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(lines[0]).toMatch(says);
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(stdout).not.toContain(signingKey);
  });
});
