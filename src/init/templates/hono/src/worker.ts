import process from 'node:process';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { startReceiver } from './receiver/start.ts';

let app: Promise<Hono> | undefined;

/**
 * The entry for Cloudflare Workers, Bun (`bun src/worker.ts`) and Deno (`deno serve src/worker.ts`).
 * Workers allow no work before the first request, so the receiver starts with it.
 */
export default {
  async fetch(request: Request, ...platform: never[]): Promise<Response> {
    app ??= startReceiver(process.env).then(createApp);
    return (await app).fetch(request, ...platform);
  },
};
