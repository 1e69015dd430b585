import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  type RawBodyRequest,
  UnauthorizedException,
} from '@nestjs/common';
import type { Request } from 'express';
import { SIGNING_KEY } from './tokens.js';

/** Lets only requests pass that Logto signed. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(@Inject(SIGNING_KEY) private readonly signingKey: string) {}

  canActivate(context: ExecutionContext): boolean {
    const { rawBody, headers } = context.switchToHttp().getRequest<RawBodyRequest<Request>>();
    if (rawBody && this.isSigned(rawBody, headers['logto-signature-sha-256'])) return true;
    throw new UnauthorizedException('The signature is missing or invalid.');
  }

  /** Compares the signature of the bytes as sent, in constant time. */
  private isSigned(rawBody: Buffer, signature: unknown): boolean {
    if (typeof signature !== 'string' || !/^[\da-f]{64}$/.test(signature)) return false;
    const expected = createHmac('sha256', this.signingKey).update(rawBody).digest();
    return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
  }
}
