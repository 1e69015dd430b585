import type { CreateHandler } from '../receiver/handler.ts';
import { createExample } from './example.ts';

/** What runs on events. Add your own here; each reads its settings from the environment. */
export const createHandlers: readonly CreateHandler[] = [createExample];
