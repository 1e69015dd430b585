import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventually } from '../helpers/eventually.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { postSigned } from '../helpers/post.ts';
import { many, timeoutMs } from '../helpers/stress.ts';

/** Payloads with arbitrary custom data. */
const payloads = fc.sample(
  fc.record({
    event: fc.constant('User.Data.Updated'),
    createdAt: fc.constant('2026-08-05T10:15:30.000Z'),
    data: fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.jsonValue()),
    hookId: fc.stringMatching(/^[a-z\d]{21}$/),
  }),
  { numRuns: many(4, 300), seed: 20_260_805 },
);

it(
  'send sends a recorded payload exactly as it was received',
  async () => {
    const recorded = temporaryDirectory();
    const first = await startListener(['--record', recorded, '--no-history']);
    const second = await startListener(['--no-history']);
    const bodies = payloads.map((payload) => JSON.stringify(payload));
    for (const body of bodies) await postSigned(first.url, Buffer.from(body));
    const directory = path.join(recorded, 'User.Data.Updated');
    const distinct = new Set(bodies).size;
    await eventually(() => expect(readdirSync(directory)).toHaveLength(distinct));
    first.child.kill('SIGINT');
    await once(first.child, 'close');

    const received: unknown[] = [];
    for (const file of readdirSync(directory)) {
      const variant = ['--variant', path.basename(file, '.json')];
      const args = ['send', 'User.Data.Updated', ...variant, '--fixtures', recorded, '--frozen'];
      const { code } = await runCli([...args, '--to', second.url, '--signing-key', signingKey]);
      expect(code).toBe(0);
      const { signature, body } = await second.next();
      expect(signature).toBe('valid');
      received.push(body);
    }
    expect(received.sort()).toEqual([...new Set(bodies)].sort());
  },
  timeoutMs,
);
