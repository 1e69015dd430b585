import { describe, expect, it } from 'vitest';
import { eventsOfVersion, fieldsAfterVersion } from '../../src/core/logto/versions.ts';
import { hasPath } from '../../src/core/payload/path.ts';
import { runContractTest, startFlawed } from '../helpers/contract.ts';

type Payload = Record<string, unknown> & { readonly event: string };

/** Runs checks that send every event, and returns the signed payloads that arrived. */
async function payloadsSent(args: readonly string[], env: Record<string, string> = {}) {
  const { url, requests } = await startFlawed();
  const groups = ['--only', 'accepts,tolerates', '--skip', 'tolerates/unknown-*'];
  const { code, lines } = await runContractTest(['--to', url, ...groups, ...args], { env });
  expect(code).toBe(0);
  const payloads = requests.flatMap(({ method, body }): Payload[] =>
    method === 'POST' ? [JSON.parse(body.toString())] : [],
  );
  return { payloads, lines, events: new Set(payloads.map(({ event }) => event)) };
}

describe('test --logto', () => {
  it.each([
    [['--logto', '1.36', '--fuzz', '60'], {}],
    [[], { LOGTO_VERSION: '1.17.0' }],
  ])('sends only the events and fields of that version (%j, %j)', async (args, env) => {
    const version = Object.keys(env).length > 0 ? '1.17' : '1.36';
    const { payloads, events, lines } = await payloadsSent(args, env);
    expect([...events].sort()).toEqual(eventsOfVersion(version).toSorted());
    const younger = payloads.flatMap((payload) =>
      eventsOfVersion(version).includes(payload.event as never)
        ? fieldsAfterVersion(payload.event as never, version).filter((path) =>
            hasPath(payload, path.split('.')),
          )
        : [],
    );
    expect(younger).toEqual([]);
    const large = lines.find(({ id }) => id === 'tolerates/large-payload');
    expect(large?.answered).toContain(`no lists of IDs in Logto ${version}`);
  });

  it('exits with 2 for an event that the version does not have', async () => {
    const args = ['--to', '1', '--logto', '1.30', '-e', 'Identifier.Lockout'];
    const { code, stderr } = await runContractTest(args);
    expect(stderr).toContain('Logto 1.30 has no Identifier.Lockout.');
    expect(code).toBe(2);
  });
});

describe('test sends events behind a flag of Logto', () => {
  it('only if they are named', async () => {
    expect((await payloadsSent([])).events).not.toContain('TrustedDevice.Created');
    const { events } = await payloadsSent(['-e', 'TrustedDevice.*']);
    expect([...events].sort()).toEqual(['TrustedDevice.Created', 'TrustedDevice.Deleted']);
  });
});
