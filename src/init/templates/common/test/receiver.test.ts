import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AnyPayload, Handler } from '../src/receiver/handler.ts';
import { createLogger } from '../src/receiver/logger.ts';
import { createRunJob } from '../src/receiver/run-job.ts';
import { SettingsError } from '../src/receiver/settings.ts';
import { startReceiver } from '../src/receiver/start.ts';
import { signed, signedBytes, userCreated } from './helpers/deliveries.ts';
import { startTestReceiver } from './helpers/receiver.ts';

const { rawBody, signature } = signed(userCreated);

function recorder(): Handler & { readonly payloads: AnyPayload[] } {
  const payloads: AnyPayload[] = [];
  return { name: 'recorder', payloads, onEvery: async (payload) => void payloads.push(payload) };
}

describe('a receiver', () => {
  it.each([
    ['no signature', undefined],
    ['an empty signature', ''],
    ['the signature of another key', signed(userCreated, 'another').signature],
    ['the signature of an empty key', signed(userCreated, '').signature],
    ['a truncated signature', signature.slice(0, 20)],
    ['a signature with a suffix', `${signature}00`],
    ['a signature that is not hex', 'ü'.repeat(64)],
    ['the signature of another body', signed({ ...userCreated, hookId: 'other' }).signature],
    ['two signatures', [signature, signature]],
  ])('answers 401 to %s', async (_, forged) => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    expect(await receiver.receive(rawBody, forged)).toMatchObject({ status: 401 });
    expect(handler.payloads).toEqual([]);
  });

  it.each(['not json', '[]', '{"no":"event"}', ''])('answers 400 to %j', async (text) => {
    const { receiver } = startTestReceiver();
    const delivery = signedBytes(text);
    const response = await receiver.receive(delivery.rawBody, delivery.signature);
    expect(response).toMatchObject({ status: 400 });
  });

  it('passes unknown events, with any text, to handlers of every event', async () => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    const payload = { event: 'Something.New', text: '\u0000\u001f"\\/\u2028 e\u0301 👩‍💻' };
    const delivery = signed(payload);
    const response = await receiver.receive(delivery.rawBody, delivery.signature);
    expect(response).toMatchObject({ status: 200 });
    await response.settled;
    expect(handler.payloads).toEqual([payload]);
  });

  it('handles a delivery once, even if it arrives several times at the same moment', async () => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    const send = () => receiver.receive(rawBody, signature);
    const responses = [...(await Promise.all([send(), send(), send()])), await send()];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(handler.payloads).toHaveLength(1);
  });

  it('accepts a delivery again if all attempts failed', async () => {
    const failing = vi.fn(() => Promise.reject(new Error('no')));
    const { receiver } = startTestReceiver({ name: 'failing', onEvery: failing });
    await (await receiver.receive(rawBody, signature)).settled;
    await receiver.receive(rawBody, signature);
    expect(failing).toHaveBeenCalledTimes(2);
  });

  it("passes the Console's test payload only to handlers of every event", async () => {
    const every = recorder();
    const { receiver } = startTestReceiver(every, {
      name: 'typed',
      on: { 'User.Created': async () => expect.fail('must not be called') },
    });
    const test = { event: 'User.Created', userAgent: 'fake-agent', path: '/fake-path/:id' };
    const delivery = signed({ ...test, data: { result: 'success' } });
    await (await receiver.receive(delivery.rawBody, delivery.signature)).settled;
    expect(every.payloads).toHaveLength(1);
  });

  it('reports 503 as health while it drains, and still accepts deliveries', async () => {
    const { receiver } = startTestReceiver(recorder());
    expect(await receiver.health()).toMatchObject({ status: 200, body: { status: 'ok' } });
    receiver.drain();
    expect(await receiver.health()).toMatchObject({ status: 503, body: { status: 'stopping' } });
    expect(await receiver.receive(rawBody, signature)).toMatchObject({ status: 200 });
  });

  it('reports a handler whose check fails', async () => {
    const check = () => Promise.reject(new Error('no database'));
    const { receiver } = startTestReceiver({ name: 'users', check });
    expect(await receiver.health()).toMatchObject({
      status: 503,
      body: { checks: { users: { status: 'failed', error: 'no database' } } },
    });
  });

  it('does not wait long for a check that never ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { receiver } = startTestReceiver({ name: 'users', check: () => new Promise(() => {}) });
    const health = receiver.health();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await health).toMatchObject({
      status: 503,
      body: { checks: { users: { status: 'failed', error: 'no response in 3 s' } } },
    });
  });

  it('finishes running work when it closes, and answers 503 afterwards', async () => {
    let finish = () => {};
    const finished = vi.fn();
    const { receiver } = startTestReceiver({
      name: 'slow',
      onEvery: () => new Promise<void>((resolve) => (finish = resolve)).then(finished),
    });
    await receiver.receive(rawBody, signature);
    const closed = receiver.close(AbortSignal.timeout(10_000));
    finish();
    await closed;
    expect(finished).toHaveBeenCalledOnce();
    expect(await receiver.receive(rawBody, signature)).toMatchObject({ status: 503 });
  });

  it('logs no personal data', async () => {
    const log: string[] = [];
    const logger = createLogger((line) => log.push(line));
    logger.error('failed', {}, new Error('550 <ada@example.com> unknown, from 203.0.113.7'));
    const query = { query: 'insert', params: ['Ada'], cause: new Error('no table') };
    logger.error('failed', {}, Object.assign(new Error('Failed: Ada'), query));
    logger.error('failed', {}, new Error('no route to 2001:db8::7: at 10:30:59'));
    expect(log.join()).toContain('550 <[email]> unknown, from [ip]');
    expect(log.join()).toContain('no route to [ip]: at 10:30:59');
    expect(log.join()).toContain('query failed: no table');

    const { receiver, log: received } = startTestReceiver(recorder());
    await receiver.receive(rawBody, signature);
    await receiver.receive(rawBody, 'forged');
    expect(received.join('\n')).toContain('User.Created');
    expect([...log, ...received].join('\n')).not.toMatch(/ada|Lovelace|203\.0\.113/i);
  });

  it.each([{}, { LOGTO_WEBHOOK_SIGNING_KEY: '' }])('does not start with %j', async (env) => {
    const start = startReceiver(env);
    await expect(start).rejects.toThrow(SettingsError);
    await expect(start).rejects.toThrow(/^LOGTO_WEBHOOK_SIGNING_KEY is not set[^\n]*$/);
  });
});

it('an attempt fails at its time limit, even if the handler never returns', async () => {
  const handler = { name: 'endless', onEvery: () => new Promise<void>(() => {}) };
  const run = createRunJob(
    [handler],
    createLogger(() => {}),
    { limitMs: 10 },
  );
  const job = { handler: 'endless', deliveryId: '1', rawBody: rawBody.toString() };
  await expect(run(job)).rejects.toThrow('The handler did not finish within 0.01 s.');
});
