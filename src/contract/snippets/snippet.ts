/** Code that receives deliveries and verifies them, for one framework. */
export interface Snippet {
  /** The framework's name: `Express`. */
  readonly title: string;
  /** For a fence in Markdown: `js`, `python`. */
  readonly language: string;
  /** Code to paste into a receiver; it needs only the framework and the standard library. */
  readonly code: string;
}

/** The frameworks with code, grouped by language. */
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
