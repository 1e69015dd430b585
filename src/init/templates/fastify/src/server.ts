import { createApp } from './app.ts';
import { run } from './run.ts';

await run(async (receiver, { PORT, HOST }) => {
  const app = createApp(receiver);
  const url = await app.listen({ port: PORT, host: HOST });
  return { url, close: () => app.close() };
});
