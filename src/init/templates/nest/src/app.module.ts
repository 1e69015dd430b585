import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { WebhookModule } from './webhook/webhook.module.js';

@Module({
  imports: [WebhookModule],
  controllers: [HealthController],
})
export class AppModule {}
