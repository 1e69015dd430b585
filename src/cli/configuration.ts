import * as z from 'zod';
import { UsageError } from '../core/errors.ts';
import { parseEndpoint } from '../core/http/parse-url.ts';
import { parseHeader } from '../core/logto/custom-headers.ts';
import type { CustomHeaders } from '../core/logto/request-headers.ts';
import { suggest } from '../core/suggest.ts';
import { parseDuration } from '../core/units.ts';

/** The name of the file in the working directory. */
const configurationFile = 'logto-hooks.config.json';

const duration = z.string().meta({ examples: ['10s', '500ms', '2m'] });

/** What `logto-hooks.config.json` may hold. */
const configurationSchema = z
  .strictObject({
    $schema: z.string().optional().describe('The path of this schema, for editors.'),
    url: z
      .string()
      .optional()
      .describe('The receiver: 3000, localhost:3000/webhook, https://… (--to)'),
    start: z.string().min(1).optional().describe('The command that starts the receiver (--start)'),
    events: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'The events that the webhook subscribes to: names and globs, such as User.* (--events)',
      ),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe("The webhook's custom headers (--header)"),
    skip: z
      .record(z.string(), z.string().min(1))
      .optional()
      .describe('Checks, groups or globs to leave out, each with the reason (--skip)'),
    strict: z.boolean().optional().describe('Whether warnings fail the run (--strict)'),
    timeouts: z
      .strictObject({
        answer: duration.optional().describe('Time to wait for a response (--timeout)'),
        start: duration.optional().describe('Time to wait for the receiver to start (--wait)'),
      })
      .optional(),
  })
  .describe('Settings of logto-hooks test. Flags win over them.');

/** What the file may hold, as JSON Schema, for editors. */
export function configurationJsonSchema(): z.core.JSONSchema.JSONSchema {
  return { title: configurationFile, ...z.toJSONSchema(configurationSchema) };
}

/** The same, read. */
export interface Configuration {
  readonly url?: URL;
  readonly start?: string;
  readonly events?: readonly string[];
  readonly headers?: CustomHeaders;
  readonly skip?: Readonly<Record<string, string>>;
  readonly strict?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Milliseconds. */
  readonly wait?: number;
}

/**
 * Reads a configuration.
 * @param text the file's
 * @param file its name, for messages
 * @throws UsageError where it is not JSON, or holds what it may not
 */
export function parseConfiguration(text: string, file: string): Configuration {
  const { $schema, url, headers, timeouts, ...rest } = validate(readJson(text, file), file);
  return dropUndefined({
    ...rest,
    url: at(file, 'url', url, parseEndpoint),
    headers:
      headers && Object.entries(headers).map(([name, value]) => header(file, `${name}: ${value}`)),
    timeout: at(file, 'timeouts.answer', timeouts?.answer, parseDuration),
    wait: at(file, 'timeouts.start', timeouts?.start, parseDuration),
  });
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function dropUndefined<T extends object>(value: T): Defined<T> {
  const defined: Defined<T> = { ...value };
  for (const key in defined) if (defined[key] === undefined) delete defined[key];
  return defined;
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // The part of the file that Node quotes may be a secret.
    const [reason = ''] = (error instanceof Error ? error.message : '').split(
      /, (?:\.\.\.)?"| is not/,
    );
    throw new UsageError(`${file} is not JSON: ${reason.replace(/\s+/g, ' ')}.`);
  }
}

function validate(value: unknown, file: string): z.output<typeof configurationSchema> {
  const result = configurationSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code !== 'unrecognized_keys') {
    const place = issue?.path.join('.');
    throw new UsageError(`${file}: ${place ? `'${place}': ` : ''}${issue?.message ?? 'invalid'}.`);
  }
  const [key = ''] = issue.keys;
  const shape = issue.path[0] === 'timeouts' ? ['answer', 'start'] : configurationKeys;
  const guess = suggest(key, shape);
  throw new UsageError(
    `${file} has no setting '${[...issue.path, key].join('.')}'.`,
    guess ? `Did you mean ${guess}?` : `Use one of: ${shape.join(', ')}.`,
  );
}

const configurationKeys = Object.keys(configurationSchema.shape);

/** Reads one value, so that a message names where it stands. */
function at<T>(
  file: string,
  place: string,
  text: string | undefined,
  parse: (text: string) => T,
): T | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${file}, ${place}: ${error.message}`, error.remedy, { cause: error });
  }
}

function header(file: string, text: string): readonly [string, string] {
  return at(file, 'headers', text, parseHeader) ?? ['', ''];
}
