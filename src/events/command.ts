import { type Command, Option } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { logtoOption, wantedLogtoVersion } from '../cli/logto-version.ts';
import { jsonOption } from '../cli/options.ts';
import { examples } from '../cli/output/examples.ts';
import type { Terminal } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import type { VersionText } from '../core/logto/catalog/entry.ts';
import { unknownEvent } from '../core/logto/event-patterns.ts';
import { type EventName, isEventName } from '../core/logto/events.ts';
import { newestVersion } from '../core/logto/versions.ts';
import { suggest } from '../core/suggest.ts';
import { renderCatalog } from './catalog-output.ts';
import { describeEvent, listEvents, schemaOf } from './describe.ts';

// Code that reads schemas is imported on demand, so that the plain list starts as fast as Node.

export const defineEvents: DefineCommand = (command, terminal) => {
  command.helpCommand(false).addHelpText('after', examples(allExamples, terminal.out.style));
  for (const define of [defineList, defineShow, defineSchema, defineTypes, defineOpenApi]) {
    define(command, terminal);
  }
};

const allExamples = [
  ['logto-hooks events', 'list all events'],
  ['logto-hooks events --having primaryEmail', 'find the events with a field'],
  ['logto-hooks events --logto 1.36', 'only the events of a Logto version'],
  ['logto-hooks events show User.Created', 'show one event'],
  ['logto-hooks events schema PostSignIn', 'print its JSON Schema'],
  ['logto-hooks events types > src/logto-payloads.ts', 'TypeScript types'],
  ['logto-hooks events openapi > logto-webhooks.json', 'OpenAPI 3.1'],
] as const;

function defineList(events: Command, { out, env }: Terminal): void {
  events
    .command('list', { isDefault: true })
    .description('List the events (default)')
    .option('--having <path>', 'Only events with a field, such as data.id or primaryEmail')
    .addOption(logtoOption)
    .addOption(jsonOption)
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(
        [...allExamples.slice(0, 3), ['logto-hooks events --json | jq -r .name', 'names only']],
        out.style,
      ),
    )
    .action(async ({ having, json, logto }, { args }) => {
      if (args[0] !== undefined) throw unknownCommand(args[0]);
      const listed = await listEvents(having, wantedLogtoVersion(logto, env));
      if (json) for (const event of listed) out.line(toJson(event));
      else for (const line of renderCatalog(listed, out)) out.line(line);
    });
}

function defineShow(events: Command, { out, env }: Terminal): void {
  events
    .command('show <event>')
    .description('Show what an event means, its triggers and its fields')
    .addOption(logtoOption)
    .option('--json', 'Print one JSON object')
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks events show User.Created', 'with an example payload'],
          ['logto-hooks events show PostSignIn --logto 1.42', 'fields of that version'],
        ],
        out.style,
      ),
    )
    .action(async (name, { json, logto }) => {
      const event = await describeEvent(eventNamed(name), wantedLogtoVersion(logto, env));
      if (json) return out.line(toJson(event));
      const { renderEvent } = await import('./event-output.ts');
      for (const line of renderEvent(event, out)) out.line(line);
    });
}

function defineSchema(events: Command, { out, env }: Terminal): void {
  events
    .command('schema <event>')
    .description('Print the JSON Schema of a payload (draft 2020-12)')
    .addOption(logtoOption)
    .addHelpText(
      'after',
      examples(
        [['logto-hooks events schema PostSignIn > schema.json', 'for your validator']],
        out.style,
      ),
    )
    .action(async (name, { logto }) => {
      const event = eventNamed(name);
      const schema = await schemaOf(event, wantedLogtoVersion(logto, env));
      out.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}

const typeLanguages = ['typescript', 'python', 'go'] as const;

function defineTypes(events: Command, { out, env }: Terminal): void {
  events
    .command('types')
    .description('Print types of all payloads, for TypeScript, Python or Go')
    .addOption(
      new Option('--lang <language>', 'Language of the types')
        .choices(typeLanguages)
        .default('typescript' as const),
    )
    .addOption(logtoOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks events types > src/logto-payloads.ts', 'for your receiver'],
          ['logto-hooks events types --lang python > logto_payloads.py', 'TypedDicts'],
          ['logto-hooks events types --logto 1.36', 'only what that version sends'],
        ],
        out.style,
      ),
    )
    .action(async ({ lang, logto }) => {
      out.write(await printedTypes(lang, wantedLogtoVersion(logto, env)));
    });
}

async function printedTypes(
  language: (typeof typeLanguages)[number],
  version: VersionText = newestVersion,
): Promise<string> {
  if (language === 'python')
    return (await import('../core/payload/languages/python.ts')).pythonTypes(version);
  if (language === 'go') return (await import('../core/payload/languages/go.ts')).goTypes(version);
  return (await import('../core/payload/json-schema/typescript.ts')).payloadTypes(version);
}

function defineOpenApi(events: Command, { out, env }: Terminal): void {
  events
    .command('openapi')
    .description('Print an OpenAPI 3.1 document of all webhooks')
    .addOption(logtoOption)
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks events openapi > logto-webhooks.json', 'for a code generator'],
          ['logto-hooks events openapi --logto 1.36', 'only what that version sends'],
        ],
        out.style,
      ),
    )
    .action(async ({ logto }) => {
      const { openApiDocument } = await import('./openapi.ts');
      const document = openApiDocument(wantedLogtoVersion(logto, env));
      out.write(`${JSON.stringify(document, null, 2)}\n`);
    });
}

function eventNamed(name: string): EventName {
  if (!isEventName(name)) throw unknownEvent(name);
  return name;
}

const subcommands = ['list', 'show', 'schema', 'types', 'openapi'];

function unknownCommand(word: string): UsageError {
  if (isEventName(word)) {
    return new UsageError(`'${word}' is an event.`, `Try 'logto-hooks events show ${word}'.`);
  }
  const guess = suggest(word, subcommands);
  return new UsageError(
    `'events' has no command '${word}'.`,
    guess ? `Did you mean ${guess}?` : `Use one of: ${subcommands.join(', ')}.`,
  );
}

function toJson(event: object): string {
  return JSON.stringify({ type: 'event', ...event });
}
