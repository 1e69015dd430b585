import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** The signature covers the bytes as sent, so the body parser keeps them. */
export const appOptions = { rawBody: true } satisfies NestApplicationOptions;

/**
 * Parses every body as JSON, since a custom header of the webhook may replace the content type, up to 5 MB:
 * a membership update can list thousands of users.
 */
export function configureApp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.useBodyParser('json', { type: () => true, limit: '5mb', inflate: false });
}
