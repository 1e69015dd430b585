import type * as z from 'zod';
import { UsageError } from '../../core/errors.ts';
import { suggest } from '../../core/suggest.ts';
import { type Config, configSchema } from './schema.ts';

/** Flags that have no key: why, and where to set them instead. */
const refusedFlags: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  'signing-key': ['is a secret', 'Set LOGTO_WEBHOOK_SIGNING_KEY in .env.local.'],
  auth: ['is a secret', "Set LOGTO_AUTH in .env.local, or run 'logto-hooks tenant login'."],
  endpoint: ['belongs with its credentials', 'Set LOGTO_ENDPOINT in .env.local, or use profile.'],
  resource: ['belongs with the endpoint', 'Set LOGTO_RESOURCE in .env.local, or use profile.'],
};

/** Headers that carry credentials. */
const secretHeader = /^(?:proxy-)?authorization$|^cookie$|api-?key|secret|token/i;

/**
 * Parses `logto-hooks.config.json`.
 * @param file its name, for messages
 * @throws UsageError if it is not JSON, has an unknown key or an invalid value, or contains a secret
 */
export function parseConfig(text: string, file: string): Config {
  const value = readJson(text, file);
  const result = configSchema.safeParse(value);
  if (!result.success) throw describeIssue(result.error.issues[0], file);
  for (const [section, settings] of Object.entries(result.data)) {
    refuseSecretHeaders(Object(settings).header, `${file}: ${section}.header`);
  }
  return result.data;
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Node.js quotes a part of the file, which may be a secret.
    const [reason = ''] = (error instanceof Error ? error.message : '').split(
      /, (?:\.\.\.)?"| is not/,
    );
    throw new UsageError(`${file} is not JSON: ${reason.replace(/\s+/g, ' ')}.`);
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined, file: string): UsageError {
  const path = issue?.path.join('.') ?? '';
  if (issue?.code !== 'unrecognized_keys') {
    const message = issue ? describeExpected(issue) : '';
    const section = String(issue?.path[0] ?? '');
    if (section === '') return new UsageError(`${file} is invalid.`, message);
    return new UsageError(
      `${file}: '${path}' is invalid.`,
      `${message} Run 'logto-hooks ${section} --help' for its values.`,
    );
  }
  const [key = ''] = issue.keys;
  const place = [...issue.path, key].join('.');
  const [problem, remedy] = refusedFlags[key] ?? [];
  if (problem !== undefined) {
    return new UsageError(`${file}: '${place}' ${problem} and is not allowed.`, remedy);
  }
  const keys = keysAt(path);
  const guess = suggest(key, keys) ?? suggest(toKebab(key), keys);
  return new UsageError(
    `${file}: unknown key '${place}'.`,
    guess ? `Did you mean ${guess}?` : `Use one of: ${keys.join(', ')}.`,
  );
}

function describeExpected(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `Use one of: ${issue.values.join(', ')}.`;
  if (issue.code !== 'invalid_union') return sentence(issue.message);
  const types = [...new Set(expectedTypes({ ...issue, path: [] }))];
  return types.length > 0 ? `Expected ${types.join(' or ')}.` : sentence(issue.message);
}

/** Returns the types that a union accepts. */
function expectedTypes(issue: z.core.$ZodIssue): string[] {
  if (issue.path.length > 0) return [];
  if (issue.code === 'invalid_type')
    return [issue.expected === 'record' ? 'object' : issue.expected];
  if (issue.code !== 'invalid_union') return [];
  return issue.errors.flatMap(([first]) => (first ? expectedTypes(first) : []));
}

function sentence(message: string): string {
  return message
    .replace(/^Invalid input: /, '')
    .replace(/^./, (first) => first.toUpperCase())
    .replace(/[^.]$/, '$&.');
}

function toKebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function keysAt(section: string): string[] {
  const shapes = configSchema.shape;
  switch (section) {
    case 'listen':
    case 'send':
    case 'test':
    case 'tenant':
      return Object.keys(shapes[section].unwrap().shape);
    default:
      return Object.keys(shapes);
  }
}

function refuseSecretHeaders(header: unknown, place: string): void {
  if (header === undefined) return;
  const names = Array.isArray(header)
    ? header.map((text) => String(text).split(':', 1)[0]?.trim() ?? '')
    : typeof header === 'string'
      ? [header.split(':', 1)[0]?.trim() ?? '']
      : Object.keys(Object(header));
  const found = names.find((name) => secretHeader.test(name));
  if (found === undefined) return;
  throw new UsageError(
    `${place}: '${found}' contains a secret, which does not belong in this file.`,
    `Use the flag: -H "${found}: $VALUE".`,
  );
}
