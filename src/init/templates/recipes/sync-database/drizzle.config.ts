/** Used by `npx drizzle-kit generate`, after a change of the schema. */
export default {
  dialect: 'postgresql',
  schema: './src/sync-database/schema.ts',
  out: './drizzle',
  casing: 'snake_case',
};
