import process from 'node:process';
import { Module } from '@nestjs/common';
import { EventsService } from './events.service.js';
import { SignatureGuard } from './signature.guard.js';
import { RETRY_DELAYS_MS, retryDelaysMs, SIGNING_KEY } from './tokens.js';
import { WebhookController } from './webhook.controller.js';
import { WebhookService } from './webhook.service.js';

@Module({
  controllers: [WebhookController],
  providers: [
    EventsService,
    SignatureGuard,
    WebhookService,
    { provide: SIGNING_KEY, useFactory: () => process.env.LOGTO_WEBHOOK_SIGNING_KEY?.trim() },
    { provide: RETRY_DELAYS_MS, useValue: retryDelaysMs },
  ],
})
export class WebhookModule {}
