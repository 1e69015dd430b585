import { existsSync } from 'node:fs';
import process from 'node:process';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { appOptions, configureApp } from './app.options.js';

if (existsSync('.env')) process.loadEnvFile();
const { LOGTO_WEBHOOK_SIGNING_KEY, PORT = '3000', HOST = '127.0.0.1' } = process.env;
if (!LOGTO_WEBHOOK_SIGNING_KEY?.trim()) {
  console.error('LOGTO_WEBHOOK_SIGNING_KEY is not set. See .env.example.');
  process.exit(1);
}

const app = await NestFactory.create<NestExpressApplication>(AppModule, appOptions);
configureApp(app);
app.enableShutdownHooks();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  // A request that never ends must not keep the app from finishing its events.
  process.once(signal, () => {
    setTimeout(() => app.getHttpServer().closeAllConnections(), 5_000).unref();
  });
}
try {
  await app.listen(PORT, HOST);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  console.error(`Port ${PORT} is already in use. Stop the program that uses it, or set PORT.`);
  process.exit(1);
}
new Logger('main').log(`listening at ${await app.getUrl()}/webhooks/logto`);
