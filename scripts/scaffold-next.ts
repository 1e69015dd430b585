import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Adds a proxy to a Next.js project that sends every request to a sign-in page, except those that the
 * matcher in the project's README excludes.
 * @throws Error if the README has no matcher
 */
export function requireSession(directory: string): void {
  const readme = readFileSync(path.join(directory, 'README.md'), 'utf8');
  const [matcher] = /export const config = [^`]+/.exec(readme) ?? [];
  if (!matcher) throw new Error('The README does not say how to exclude the webhook.');
  const proxy = `import { NextResponse } from 'next/server';

export function proxy(request: Request) {
  return NextResponse.redirect(new URL('/sign-in', request.url));
}

${matcher}
`;
  writeFileSync(path.join(directory, 'src/proxy.ts'), proxy);
}
