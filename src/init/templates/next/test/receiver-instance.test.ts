import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { getReceiver, withReceiver } from '../src/receiver-instance.ts';

beforeAll(() => {
  vi.stubEnv('LOGTO_HOOKS_TEST', '1');
});

afterAll(() => {
  vi.unstubAllEnvs();
});

it('answers 503 while the receiver cannot start, and tries again with the next request', async () => {
  vi.stubEnv('LOGTO_WEBHOOK_SIGNING_KEY', '');
  const health = () => withReceiver((receiver) => receiver.health());
  expect(await health()).toMatchObject({ status: 503 });
  vi.stubEnv('LOGTO_WEBHOOK_SIGNING_KEY', 'a-signing-key-for-tests');
  expect(await health()).toMatchObject({ status: 200 });
  await (await getReceiver()).close(AbortSignal.timeout(20_000));
});
