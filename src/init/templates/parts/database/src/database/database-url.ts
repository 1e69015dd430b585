import { z } from 'zod';

/** DATABASE_URL; without it, the database is embedded. */
export const databaseUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'must be a URL such as postgres://user:password@host:5432/database',
  })
  .optional();
