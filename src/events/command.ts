import type { Command } from '@commander-js/extra-typings';
import type { DefineCommand } from '../cli/definition.ts';
import { examples } from '../cli/output/examples.ts';
import type { Output } from '../cli/terminal/index.ts';
import { UsageError } from '../core/errors.ts';
import { catalogue } from '../core/logto/catalog.ts';
import { unknownEvent } from '../core/logto/event-patterns.ts';
import { type EventName, eventNames, isEventName } from '../core/logto/events.ts';
import { suggest } from '../core/suggest.ts';
import { type ListedEvent, renderCatalogue } from './catalog-output.ts';

// What reads payloads is imported when it is asked for: the bare list is as quick as Node itself.

export const defineEvents: DefineCommand = (command, terminal) => {
  command.helpCommand(false).addHelpText(
    'after',
    examples(
      [
        ['logto-hooks events', 'all of them'],
        ['logto-hooks events --having primaryEmail', 'which carry it, and where'],
        ['logto-hooks events show User.Created', 'one in detail'],
        ['logto-hooks events schema PostSignIn', 'its JSON Schema'],
        ['logto-hooks events types > src/logto-payloads.ts', 'for your receiver'],
      ],
      terminal.out.style,
    ),
  );
  for (const define of [defineList, defineShow, defineSchema, defineTypes]) {
    define(command, terminal.out);
  }
};

function defineList(events: Command, out: Output): void {
  events
    .command('list', { isDefault: true })
    .description('List the events (default).')
    .option('--having <path>', 'only those that carry a field, such as data.id or primaryEmail')
    .option('--json', 'print one JSON object per line')
    .allowExcessArguments()
    .addHelpText(
      'after',
      examples(
        [
          ['logto-hooks events', 'all of them'],
          ['logto-hooks events --having primaryEmail', 'which carry it, and where'],
          ['logto-hooks events --json | jq -r .name', 'their names'],
        ],
        out.style,
      ),
    )
    .action(async ({ having, json }, { args }) => {
      if (args[0] !== undefined) throw strayWord(args[0]);
      const listed = await listEvents(having);
      if (json) for (const event of listed) printJson(out, event);
      else for (const line of renderCatalogue(listed, out)) out.line(line);
    });
}

function defineShow(events: Command, out: Output): void {
  events
    .command('show <event>')
    .description('Show what an event means, when it fires and what it carries.')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples([['logto-hooks events show User.Created', 'with an example payload']], out.style),
    )
    .action(async (name, { json }) => {
      const event = await describeEvent(eventNamed(name));
      if (json) return printJson(out, event);
      const { renderEvent } = await import('./event-output.ts');
      for (const line of renderEvent(event, out)) out.line(line);
    });
}

function defineSchema(events: Command, out: Output): void {
  events
    .command('schema <event>')
    .description("Print the JSON Schema of an event's payload (draft 2020-12).")
    .addHelpText(
      'after',
      examples(
        [['logto-hooks events schema PostSignIn > schema.json', 'for your validator']],
        out.style,
      ),
    )
    .action(async (name) => {
      const event = eventNamed(name);
      const { payloadJsonSchema } = await import('../core/payload/json-schema.ts');
      out.write(`${JSON.stringify(payloadJsonSchema(event), null, 2)}\n`);
    });
}

function defineTypes(events: Command, out: Output): void {
  events
    .command('types')
    .description('Print TypeScript types of all payloads; they need no import.')
    .addHelpText(
      'after',
      examples(
        [['logto-hooks events types > src/logto-payloads.ts', 'for your receiver']],
        out.style,
      ),
    )
    .action(async () => {
      const { payloadTypes } = await import('../core/payload/typescript.ts');
      out.write(payloadTypes());
    });
}

async function listEvents(having: string | undefined): Promise<ListedEvent[]> {
  if (having === undefined) return eventNames.map((name) => ({ name, ...catalogue[name] }));
  const { eventsHaving } = await import('../core/payload/search.ts');
  return eventsHaving(having).map(({ name, fields }) => ({ name, ...catalogue[name], fields }));
}

async function describeEvent(name: EventName) {
  const { payloadFields } = await import('../core/payload/fields.ts');
  const { loadFixture } = await import('../core/fixtures/fixtures.ts');
  const { variant, payload } = loadFixture(name);
  return { name, ...catalogue[name], fields: payloadFields(name), example: { variant, payload } };
}

function eventNamed(name: string): EventName {
  if (!isEventName(name)) throw unknownEvent(name);
  return name;
}

function strayWord(word: string): UsageError {
  if (isEventName(word)) {
    return new UsageError(`'${word}' is an event.`, `Try 'logto-hooks events show ${word}'.`);
  }
  const guess = suggest(word, ['list', 'show', 'schema', 'types']);
  return new UsageError(
    `'events' has no command '${word}'.`,
    guess ? `Did you mean ${guess}?` : 'It has list, show, schema and types.',
  );
}

function printJson(out: Output, event: object): void {
  out.line(JSON.stringify({ type: 'event', ...event }));
}
