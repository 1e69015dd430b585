import type { CreateHandler } from '../receiver/handler.ts';
import { createExample } from './example.ts';

/** The handlers that run on events. Add your own here. */
export const createHandlers: readonly CreateHandler[] = [createExample];
