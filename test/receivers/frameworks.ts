import { expressReceivers } from './frameworks/express.ts';
import { fastifyReceivers } from './frameworks/fastify.ts';
import type { Served } from './frameworks/framework.ts';
import { honoReceivers } from './frameworks/hono.ts';
import { nextReceivers } from './frameworks/next.ts';
import { node } from './frameworks/node.ts';

/** All receivers, good and flawed. */
export const frameworks: readonly Served[] = [
  node,
  expressReceivers,
  fastifyReceivers,
  honoReceivers,
  nextReceivers,
];
