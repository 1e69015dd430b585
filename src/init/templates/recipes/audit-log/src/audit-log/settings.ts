import { z } from 'zod';

export const settings = z.object({
  AUDIT_LOG_FILE: z.string().default('data/audit-log/audit.jsonl'),
  AUDIT_LOG_KEY: z
    .string()
    .min(32, { error: 'must have at least 32 characters: openssl rand -hex 32' })
    .optional(),
  AUDIT_LOG_PAYLOADS: z
    .enum(['whole', 'digest'], { error: 'must be whole or digest' })
    .default('whole'),
});
