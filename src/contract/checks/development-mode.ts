import { oneLine } from '../receiver/readable-text.ts';
import type { Session } from '../receiver/session.ts';

/** Text in responses and output of frameworks in development mode. */
const signs = [
  /You(?:'|&#x27;|\u2019)re seeing this error because you have DEBUG = True/,
  /Werkzeug Debugger|werkzeug\.debug|Debug mode: on/,
  /Starting development server at/,
  /Starlette debug|Will watch for changes in these directories/,
  /APP_DEBUG|Illuminate\\Foundation\\Exceptions|laravel-exceptions|Ignition/,
  /Rails\.root: |web-console|Rails [\d.]+ application starting in development/,
  /Developer Exception Page|Hosting environment: Development/,
  /webpack-internal:|next-dev|next dev|\(turbopack\)|__nextjs/i,
  /\/@vite\/client|VITE v[\d.]+ .* ready|vite-error-overlay/,
  /\[nodemon\]|wrangler dev|\btsx watch\b|--watch\b/,
  /NODE_ENV(?:=| is )'?development/,
] as const;

/** Start commands of development servers: `npm run dev`, `next dev`, `flask run --debug`. */
const devCommand =
  /\b(?:run dev|run start:dev|next dev|vite|wrangler dev|--debug|--reload|nodemon|runserver|bin\/dev|air)\b|\bdev$|--watch\b/;

/**
 * Returns the part of a response, of the output or of the start command that shows that a receiver runs in
 * development mode; undefined if nothing does.
 */
export function findDevelopmentMode({ exchanges, options, output }: Session): string | undefined {
  const command = options.settings?.command;
  if (command !== undefined && devCommand.test(command)) return `started with '${command}'`;
  const bodies = exchanges.map(({ attempt }) => attempt.response?.body.toString() ?? '');
  for (const text of [output, ...new Set(bodies)]) {
    for (const sign of signs) {
      const found = sign.exec(text)?.[0];
      if (found !== undefined) return oneLine(found, 60);
    }
  }
  return undefined;
}
