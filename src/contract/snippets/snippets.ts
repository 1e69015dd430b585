import { express, fastify, hono, koa, nest, next, node, workers } from './javascript.ts';
import { aspnet, go, laravel, php, rails, spring, springKotlin } from './others.ts';
import { django, fastapi, flask } from './python.ts';
import type { Framework, Snippet } from './snippet.ts';

/** A receiver that verifies the raw body, in every framework. */
export const receiverSnippets: Readonly<Record<Framework, Snippet>> = {
  ...{ node, express, fastify, hono, next, nest, koa, workers },
  ...{ flask, fastapi, django, go, php, laravel, spring },
  ...{ 'spring-kotlin': springKotlin, aspnet, rails },
};

/** The code alone, for the descriptions of checks. */
export const receiverCode: Readonly<Record<Framework, string>> = Object.fromEntries(
  Object.entries(receiverSnippets).map(([name, { code }]) => [name, code]),
) as Record<Framework, string>;
