import { astro, nextApp, nextPages, nuxt, reactRouter, sveltekit } from './file-routers.ts';
import type { JavaScriptFramework } from './framework.ts';
import { nest } from './nest.ts';
import { express, fastify, hono, node } from './servers.ts';

/** By the name that `add` takes; if several packages are installed, the first one wins. */
export const javaScriptFrameworks = {
  next: nextApp,
  'next-pages': nextPages,
  nuxt,
  sveltekit,
  astro,
  'react-router': reactRouter,
  nest,
  fastify,
  hono,
  express,
  node,
} as const satisfies Record<string, JavaScriptFramework>;

export type JavaScriptFrameworkName = keyof typeof javaScriptFrameworks;
