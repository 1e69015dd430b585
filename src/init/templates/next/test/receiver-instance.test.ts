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
  await expect(getReceiver()).rejects.toThrow('LOGTO_WEBHOOK_SIGNING_KEY');
  const health = await withReceiver((receiver) => receiver.health());
  expect(health).toMatchObject({ status: 503 });
  vi.stubEnv('LOGTO_WEBHOOK_SIGNING_KEY', 'a-signing-key-for-tests');
  // Handlers may have settings of their own, which a test cannot know: then it fails for those.
  const receiver = await getReceiver().catch((error: Error) => error);
  if (receiver instanceof Error)
    expect(receiver.message).not.toContain('LOGTO_WEBHOOK_SIGNING_KEY');
  else await receiver.close(AbortSignal.timeout(20_000));
});
