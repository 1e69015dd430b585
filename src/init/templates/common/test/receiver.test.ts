import { describe, expect, it, vi } from 'vitest';
import type { AnyPayload, Handler } from '../src/receiver/handler.ts';
import { createLogger } from '../src/receiver/logger.ts';
import { SettingsError } from '../src/receiver/settings.ts';
import { startReceiver } from '../src/receiver/start.ts';
import { signed, signedBytes, userCreated } from './helpers/deliveries.ts';
import { startTestReceiver } from './helpers/receiver.ts';

/** Work may be done in the background, by another worker, after a wait: however long that takes. */
const waiting = { timeout: 20_000, interval: 10 };

function recorder(): Handler & { readonly events: string[] } {
  const events: string[] = [];
  return { name: 'recorder', events, onEvery: async ({ event }) => void events.push(event) };
}

describe('a receiver', () => {
  it('acknowledges, and gives the event to its handlers', async () => {
    const emails: (string | null)[] = [];
    const { receiver } = startTestReceiver({
      name: 'emails',
      on: { 'User.Created': async ({ data }) => void emails.push(data.primaryEmail) },
    });
    const { rawBody, signature } = signed(userCreated);
    expect(await receiver.receive(rawBody, signature)).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(emails).toEqual(['ada@example.com']), waiting);
  });

  const { rawBody, signature } = signed(userCreated);
  const forgeries: Record<string, unknown> = {
    'no signature': undefined,
    'an empty one': '',
    'one of another key': signed(userCreated, 'another').signature,
    'one with an empty key': signed(userCreated, '').signature,
    'one that is cut short': signature.slice(0, 20),
    'one with more behind it': `${signature}00`,
    'one that is no hex': 'ü'.repeat(64),
    'one of another body': signed({ ...userCreated, hookId: 'other' }).signature,
    several: [signature, signature],
  };
  it.each(Object.entries(forgeries))('refuses %s', async (_, forged) => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    expect(await receiver.receive(rawBody, forged)).toMatchObject({ status: 401 });
    await receiver.close();
    expect(handler.events).toEqual([]);
  });

  it.each(['not json', '[]', '{"no":"event"}', ''])('answers 400 to %j', async (text) => {
    const { receiver } = startTestReceiver();
    const delivery = signedBytes(text);
    expect(await receiver.receive(delivery.rawBody, delivery.signature)).toMatchObject({
      status: 400,
    });
  });

  it('acknowledges an event it does not know, and gives it to what takes every event', async () => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    const delivery = signed({ event: 'Something.New', hookId: 'hook_1' });
    expect(await receiver.receive(delivery.rawBody, delivery.signature)).toMatchObject({
      status: 200,
    });
    await vi.waitFor(() => expect(handler.events).toEqual(['Something.New']), waiting);
  });

  it('keeps what is awkward in a text', async () => {
    const texts: unknown[] = [];
    const { receiver } = startTestReceiver({
      name: 'texts',
      onEvery: async ({ text }) => void texts.push(text),
    });
    const text = '\u0000\u001f"\\/\u2028 e\u0301 👩‍💻';
    const delivery = signed({ event: 'Something.New', text });
    await receiver.receive(delivery.rawBody, delivery.signature);
    await vi.waitFor(() => expect(texts).toEqual([text]), waiting);
  });

  it('does the work once, however often and fast the same delivery comes', async () => {
    const handler = recorder();
    const { receiver } = startTestReceiver(handler);
    const send = () => receiver.receive(rawBody, signature);
    const answers = [...(await Promise.all([send(), send(), send()])), await send()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await receiver.close();
    expect(handler.events).toEqual(['User.Created']);
  });

  it('takes a delivery again whose work failed for good', async () => {
    let tries = 0;
    const { receiver } = startTestReceiver({
      name: 'failing',
      onEvery: async () => {
        tries += 1;
        throw new Error('not now');
      },
    });
    const first = await receiver.receive(rawBody, signature);
    expect(first).toMatchObject({ status: 200 });
    await first.settled;
    await receiver.receive(rawBody, signature);
    expect(tries).toBe(2);
  });

  it("keeps the Console's made-up test payload from the handlers of an event", async () => {
    const payloads: AnyPayload[] = [];
    const { receiver } = startTestReceiver(
      { name: 'typed', on: { 'User.Created': async () => void expect.fail('was called') } },
      { name: 'every', onEvery: async (payload) => void payloads.push(payload) },
    );
    const test = { event: 'User.Created', userAgent: 'fake-agent', path: '/fake-path/:id' };
    const delivery = signed({ ...test, data: { result: 'success' } });
    await receiver.receive(delivery.rawBody, delivery.signature);
    await vi.waitFor(() => expect(payloads).toHaveLength(1), waiting);
  });

  it('finishes what is in flight when it closes, and takes no more', async () => {
    const order: string[] = [];
    const { receiver } = startTestReceiver({
      name: 'slow',
      onEvery: async () => {
        order.push('began');
        await vi.waitFor(() => expect(order).toContain('closing'), waiting);
        order.push('ended');
      },
    });
    await receiver.receive(rawBody, signature);
    await vi.waitFor(() => expect(order).toContain('began'), waiting);
    const closed = receiver.close();
    order.push('closing');
    await closed;
    expect(order).toEqual(['began', 'closing', 'ended']);
    expect(await receiver.receive(rawBody, signature)).toMatchObject({ status: 503 });
  });

  it('logs nothing personal', async () => {
    const log: string[] = [];
    const logger = createLogger((line) => log.push(line));
    logger.error('failed', new Error('550 <ada@example.com> unknown, from 203.0.113.7'));
    expect(log.join()).toContain('550 <[email]> unknown, from [ip]');

    const { receiver, log: received } = startTestReceiver(recorder());
    await receiver.receive(rawBody, signature);
    await receiver.receive(rawBody, 'forged');
    expect(received.join('\n')).toContain('User.Created');
    expect(received.join('\n')).not.toMatch(/ada|Lovelace|203\.0\.113/i);
  });
});

describe('a receiver without a signing key', () => {
  it.each([{}, { LOGTO_WEBHOOK_SIGNING_KEY: '' }])('does not start: %j', async (env) => {
    const start = startReceiver(env);
    await expect(start).rejects.toThrow(SettingsError);
    await expect(start).rejects.toThrow(/^LOGTO_WEBHOOK_SIGNING_KEY is not set[^\n]*$/);
  });
});
