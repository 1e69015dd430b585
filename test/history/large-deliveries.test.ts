import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseLines, runCli, temporaryDirectory } from '../helpers/cli.ts';
import { exportedHistory, segmentFiles } from '../helpers/history.ts';
import { callInspector } from '../helpers/inspector-api.ts';
import { startListener } from '../helpers/listener.ts';
import { post, postSigned } from '../helpers/post.ts';
import { startReceiver } from '../helpers/receiver.ts';

const large = Buffer.from(`{"event":"User.Created","filler":"${'x'.repeat(1_200_000)}"}`);
const small = Buffer.from('{"event":"PostSignIn","name":"Ada"}');

it('every command reads the deliveries before and after those larger than 1 MiB', async () => {
  const cwd = temporaryDirectory();
  const listener = await startListener(['--inspect', '0'], { cwd });
  await post(listener.url, large);
  await postSigned(listener.url, large);
  await postSigned(listener.url, large);
  await postSigned(listener.url, small);
  const bodies = [large, large, large, small].map(String);
  expect((await exportedHistory(cwd)).map(({ body }) => body)).toEqual(bodies);

  const text = await runCli(['history'], { cwd });
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout.trimEnd().split('\n')).toHaveLength(4);
  const json = await runCli(['history', '--json'], { cwd });
  const ids = parseLines(json.stdout).map(({ id }) => String(id));
  expect(await callInspector(listener, 'deliveries')).toMatchObject(
    ids.toReversed().map((id) => ({ id })),
  );
  listener.child.kill('SIGKILL');

  const next = await startListener(['--inspect', '0'], { cwd });
  const listed = await callInspector(next, 'deliveries?text=ADA');
  expect(listed).toMatchObject([{ id: ids[3] }]);
  for (const [index, id] of ids.entries()) {
    expect(await callInspector(next, `deliveries/${id}`)).toMatchObject({
      record: { body: bodies[index] },
    });
    const { stdout, code } = await runCli(['history', 'show', id, '--json'], { cwd });
    expect({ code, body: JSON.parse(stdout).body }).toEqual({ code: 0, body: bodies[index] });
  }
  const app = await startReceiver();
  const replay = await runCli(['replay', ...ids, '--to', app.url], { cwd });
  expect(replay).toMatchObject({ code: 0 });
  expect(app.requests.map(({ body }) => body.toString())).toEqual(bodies);
});

it('a delivery with one byte changed on disk is neither shown nor replayed', async () => {
  const cwd = temporaryDirectory();
  const { url } = await startListener([], { cwd });
  for (const body of [small, large, small]) await postSigned(url, body);
  const [file = ''] = segmentFiles(cwd);
  const bytes = readFileSync(file);
  bytes.write('y', bytes.indexOf('xxxx') + 600_000);
  writeFileSync(file, bytes);

  const app = await startReceiver();
  const warning = `! Skipped 1 damaged record in ${file}.\n`;
  expect(await runCli(['history'], { cwd })).toMatchObject({ code: 0, stderr: warning });
  expect((await exportedHistory(cwd)).map(({ body }) => body)).toEqual([`${small}`, `${small}`]);
  const { code, stderr } = await runCli(['replay', '--last', '3', '--to', app.url], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: warning });
  expect(app.requests.map(({ body }) => body)).toEqual([small, small]);
});

it('a delivery that is damaged while the inspector is open is neither shown nor replayed', async () => {
  const cwd = temporaryDirectory();
  const first = await startListener([], { cwd });
  await postSigned(first.url, large);
  first.child.kill('SIGKILL');
  const listener = await startListener(['--inspect', '0'], { cwd });
  const [id] = (await callInspector<{ id: string }[]>(listener, 'deliveries')).map((one) => one.id);
  const [file = ''] = segmentFiles(cwd);
  const bytes = readFileSync(file);
  bytes.write('y', bytes.indexOf('xxxx') + 600_000);
  writeFileSync(file, bytes);
  for (const path of [`deliveries/${id}`, `deliveries/${id}/curl`]) {
    await expect(callInspector(listener, path)).rejects.toThrow('404');
  }
  await expect(callInspector(listener, `deliveries/${id}/replay`, 'POST')).rejects.toThrow('404');
  expect((await postSigned(listener.url, small)).status).toBe(200);
  expect(await callInspector(listener, 'deliveries?text=ADA')).toHaveLength(1);
});
