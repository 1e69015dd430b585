import {
  BadRequestException,
  Controller,
  HttpCode,
  Post,
  type RawBodyRequest,
  Req,
  UseGuards,
} from '@nestjs/common';
import type { Request } from 'express';
import type { LogtoPayload } from '../logto/payloads.js';
import { SignatureGuard } from './signature.guard.js';
import { WebhookService } from './webhook.service.js';

@Controller('webhooks/logto')
export class WebhookController {
  constructor(private readonly webhook: WebhookService) {}

  /** Acknowledges a delivery; its event is handled afterwards. */
  @Post()
  @HttpCode(200)
  @UseGuards(SignatureGuard)
  receive(@Req() { rawBody, body }: RawBodyRequest<Request>): { ok: true } {
    if (!rawBody || !isPayload(body)) {
      throw new BadRequestException('The body is not a Logto payload.');
    }
    this.webhook.accept(body, rawBody);
    return { ok: true };
  }
}

/** The signature proves that Logto wrote the payload, so its event's name tells its type. */
function isPayload(body: unknown): body is LogtoPayload {
  return (
    typeof body === 'object' && body !== null && 'event' in body && typeof body.event === 'string'
  );
}
