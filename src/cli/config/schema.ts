import * as z from 'zod';

const text = z.string().min(1);
const integer = z.int().min(0);
const flag = z.boolean();
const texts = z.union([text, z.array(text).min(1)]);
/** Such as 3000 or `localhost:3000/hook`. */
const url = z.union([text, integer]);
const duration = text.meta({ examples: ['10s', '500ms', '2m'] });
const headers = z
  .union([z.record(text, z.string()), texts])
  .describe("Custom headers by name, or as 'name: value'; no credentials");

const shared = {
  header: headers,
  timeout: duration.describe('Time to wait for a response'),
  insecure: flag.describe('Accept any TLS certificate'),
  json: flag.describe('Print NDJSON'),
};
const version = text.describe('Logto version').meta({ examples: ['1.42'] });
const profile = text.describe("Profile of 'tenant login'");
const events = texts.describe('Event names and patterns').meta({ examples: [['User.*']] });

const listen = z
  .strictObject({
    ...shared,
    ...{ events, profile, 'skip-events': events },
    ...{ port: integer.max(65_535), host: text, 'forward-to': url, route: texts },
    ...{ 'allow-unsigned': flag, output: z.enum(['pretty', 'compact', 'quiet']) },
    ...{ print: z.enum(['payload', 'headers', 'none']), respond: integer, delay: duration },
    ...{ chaos: text, 'chaos-seed': integer, record: text, redact: flag },
    ...{ 'max-body': text, inspect: z.union([flag, integer]), 'no-inspect': flag },
    ...{ 'no-history': flag, 'history-keep': texts, fsync: flag },
    ...{
      tenant: flag,
      mirror: z.union([flag, text]),
      webhook: text,
      'public-url': text,
      tunnel: flag,
    },
    ...{ 'exit-after': integer, 'exit-timeout': duration },
  })
  .partial();

const send = z
  .strictObject({
    ...shared,
    ...{ to: url, fixtures: texts, frozen: flag, logto: version },
    ...{ variant: text, set: texts, unset: texts, force: flag },
    ...{ tamper: flag, unsigned: flag, expect: z.union([text, integer]) },
    ...{ count: integer, concurrency: integer, rate: z.union([text, integer]), retries: integer },
  })
  .partial();

const test = z
  .strictObject({
    ...shared,
    ...{ to: url, start: text, wait: duration, events, logto: version, strict: flag },
    ...{ only: texts, fuzz: integer, seed: integer, 'output-file': texts },
    skip: z
      .union([texts, z.record(text, text)])
      .describe('Checks, groups or globs to skip; an object maps each to a reason'),
    reporter: text.describe('Reporters, separated by commas: pretty,junit'),
  })
  .partial();

const tenant = z
  .strictObject({ profile, timeout: shared.timeout, insecure: shared.insecure, json: shared.json })
  .partial();

/** The sections of `logto-hooks.config.json`; their keys are the names of the command's flags. */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe('The URL or path of this schema, for editors'),
    listen: listen.describe('Flags of logto-hooks listen'),
    send: send.describe('Flags of logto-hooks send'),
    test: test.describe('Flags of logto-hooks test'),
    tenant: tenant.describe('Flags of logto-hooks tenant'),
  })
  .partial()
  .describe('Settings of logto-hooks. Flags and environment variables take precedence.');

export type Config = z.output<typeof configSchema>;

/** Returns the JSON Schema of the file, for editors. */
export function configJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: 'logto-hooks.config.json', ...z.toJSONSchema(configSchema) };
}
