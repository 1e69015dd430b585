/** Code that receives deliveries and verifies them, for one framework. */
export interface Snippet {
  /** As people call the framework: `Express`. */
  readonly title: string;
  /** For a fence in Markdown: `js`, `python`. */
  readonly language: string;
  /** Can be pasted into a receiver as it is: it needs nothing but the framework and the standard library. */
  readonly code: string;
}

/** The frameworks that there is code for, those of one language together. */
export const frameworks = [
  'node',
  'express',
  'fastify',
  'hono',
  'next',
  'nest',
  'koa',
  'workers',
  'flask',
  'fastapi',
  'django',
  'go',
  'php',
  'laravel',
  'spring',
  'spring-kotlin',
  'aspnet',
  'rails',
] as const;

export type Framework = (typeof frameworks)[number];
