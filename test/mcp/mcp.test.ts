import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { signingKey, startListener } from '../helpers/listener.ts';
import { startReceiver } from '../helpers/receiver.ts';

const key = signingKey;

/** Starts the server in a project with a key, and connects the SDK's own client. */
async function connect(...flags: string[]) {
  const cwd = temporaryDirectory();
  writeFileSync(path.join(cwd, '.env'), `LOGTO_WEBHOOK_SIGNING_KEY=${key}\n`);
  mkdirSync(path.join(cwd, '.git'));
  const client = new Client({ name: 'test', version: '1.0.0' });
  const [program = '', ...args] = [...command, 'mcp', ...flags];
  await client.connect(new StdioClientTransport({ command: program, args, cwd }));
  onTestFinished(() => client.close());
  const call = async (name: string, input: Record<string, unknown> = {}) => {
    const { content, isError } = await client.callTool({ name, arguments: input });
    const text = (content as { text: string }[]).map((part) => part.text).join('');
    expect(text).not.toContain(key);
    return { text, isError: isError === true };
  };
  return { client, call, cwd };
}

describe('mcp', () => {
  it('offers only tools that read, unless --allow-send is given', async () => {
    const { client, call } = await connect();
    const { tools } = await client.listTools();
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
    expect(tools.map(({ name }) => name)).toContain('show_event');
    expect((await call('send_event', { event: 'PostSignIn', to: '1' })).isError).toBe(true);
  });

  it('answers what an agent asks about events, fixtures, checks and signatures', async () => {
    const { call, cwd } = await connect();
    const found = await call('list_events', { having: 'data.primaryEmail', logto: '1.36' });
    expect(found.text).toContain('"name":"User.Created"');
    expect((await call('show_event', { event: 'PostSignIn' })).text).toContain('interactionEvent');
    expect(JSON.parse((await call('event_schema', { event: 'Role.Created' })).text)).toMatchObject({
      title: 'RoleCreatedPayload',
    });
    const fixture = JSON.parse(
      (await call('show_fixture', { event: 'User.Created', set: ['data.name=Grace'] })).text,
    );
    expect(JSON.parse(fixture.body).data.name).toBe('Grace');
    expect((await call('list_checks')).text).toContain('"id":"rejects/unsigned"');
    const { stdout: signature } = await runCli(['sign', '-'], { cwd, input: '{"a":1}' });
    const right = { body: '{"a":1}', signature: signature.trim() };
    expect(JSON.parse((await call('verify_signature', right)).text).valid).toBe(true);
    const wrong = await call('verify_signature', { ...right, body: '{"a": 1}' });
    expect(JSON.parse(wrong.text)).toMatchObject({ valid: false, remedy: expect.any(String) });
    expect(wrong.isError).toBe(false);
  });

  it('reports bad input as an error of one line, and takes no option from a value', async () => {
    const { call } = await connect();
    expect(await call('show_event', { event: 'User.Creatd' })).toEqual({
      text: expect.stringMatching(/^error: .*User\.Creatd.*User\.Created/),
      isError: true,
    });
    expect(await call('show_event', { event: '--help' })).toMatchObject({ isError: true });
  });

  it('sends to this machine only, or to targets that were allowed', async () => {
    const receiver = await startReceiver((_, response) => response.writeHead(204).end());
    const { call } = await connect('--allow-send', '--allow-target', 'https://hooks.example');
    const sent = await call('send_event', { event: 'PostSignIn', to: receiver.url });
    expect(sent).toMatchObject({ isError: false });
    expect(JSON.parse(sent.text.split('\n')[0] ?? '')).toMatchObject({ status: 204, ok: true });
    expect(receiver.requests).toHaveLength(1);
    for (const to of ['https://example.com/hook', 'http://127.0.0.1.nip.io', '-H=x']) {
      expect((await call('send_event', { event: 'PostSignIn', to })).isError).toBe(true);
    }
    expect(
      (await call('send_event', { event: 'PostSignIn', to: 'https://hooks.example/x' })).text,
    ).not.toContain('not on this machine');
    const report = await call('test_receiver', { to: receiver.url, only: 'rejects/unsigned' });
    expect(report.isError).toBe(false);
    expect(report.text).toContain('"type":"summary"');
  });

  it('lists, shows and replays what the listener of the project received', async () => {
    const receiver = await startReceiver();
    const { call, cwd } = await connect('--allow-send');
    const listener = await startListener(['--no-inspect'], { cwd });
    await call('send_event', { event: 'Role.Created', to: listener.url });
    const { id } = await listener.next();
    const listed = JSON.parse((await call('list_deliveries', { limit: 1 })).text);
    expect(listed).toMatchObject({ id, event: 'Role.Created' });
    const shown = JSON.parse((await call('show_delivery', { id })).text);
    await call('replay_delivery', { id, to: receiver.url });
    expect(receiver.requests[0]?.body.toString()).toBe(shown.body);
  });
});
