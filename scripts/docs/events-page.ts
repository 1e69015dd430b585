import { fixtureVariants, loadFixture } from '../../src/core/fixtures/fixtures.ts';
import type { EventEntry, Trigger, VersionText } from '../../src/core/logto/catalog/entry.ts';
import { catalog } from '../../src/core/logto/catalog.ts';
import { type EventName, eventNames } from '../../src/core/logto/events.ts';
import { isAtLeast, newestVersion } from '../../src/core/logto/versions.ts';
import { type PayloadField, payloadFields } from '../../src/core/payload/fields.ts';
import { titleOf } from '../../src/events/catalog-output.ts';
import { causesOf, describeField, uncapitalize } from '../../src/events/event-output.ts';
import { escapeCell, escapeMarkdown } from './markdown.ts';

/** Returns the reference of all events, in Markdown. */
export function renderEventsPage(): string {
  const titles = [...new Set(eventNames.map((name) => titleOf(catalog[name])))];
  return `${[
    '# Logto webhook events reference',
    '',
    `Every event that Logto ${newestVersion} sends to a webhook: what it means, which versions have it, every trigger, every field, and a full example per variant. The payloads are modeled on deliveries captured from a running Logto; where its public documentation differs, the server is right.`,
    '',
    '<!-- Written by `npm run docs` from src/core/logto/catalog and fixtures/; a test keeps it up to date. -->',
    '',
    "Each delivery is a `POST` with a compact JSON body and the header `logto-signature-sha-256`: the HMAC-SHA256 of the raw body with the webhook's signing key, in lowercase hexadecimal. Fields marked with `?` may be absent, and newer versions add fields, so ignore what you do not know.",
    '',
    '```sh',
    'npx logto-hooks events show User.Created      # this reference in the terminal',
    'npx logto-hooks send User.Created --to 3000   # deliver the example to your app, signed',
    'npx logto-hooks events openapi                # the same as an OpenAPI 3.1 document',
    '```',
    '',
    ...renderOverview(),
    ...titles.flatMap((title) => [
      ...['', `## ${title}`],
      ...eventNames.filter((name) => titleOf(catalog[name]) === title).flatMap(renderEvent),
    ]),
    ...renderVersions(),
  ].join('\n')}\n`;
}

function renderOverview(): string[] {
  const rows = eventNames.map((name) => {
    const { meaning, since }: EventEntry = catalog[name];
    return [`[${name}](#${anchorOf(name)})`, since, escapeCell(meaning.replace(/[;:].*$/, '.'))];
  });
  return renderTable(['Event', 'Since', 'Meaning'], rows);
}

function renderEvent(name: EventName): string[] {
  const { meaning, fires, use, since, devFeature, triggers }: EventEntry = catalog[name];
  const notes = [
    `Since Logto ${since}.`,
    ...(devFeature
      ? ['A dev feature: a stock Logto never sends it, and rejects it in a webhook.']
      : []),
  ];
  return [
    ...['', `### ${name}`, '', escapeMarkdown(`${meaning} ${fires}`), ''],
    `**Use it to:** ${escapeMarkdown(uncapitalize(use))} ${notes.join(' ')}`,
    ...['', '**Triggers**', ''],
    ...renderTable(['Variant', 'Trigger', 'Note'], triggers.map(triggerRow)),
    ...['', '**Fields**', ''],
    ...renderTable(['Field', 'Type', 'Meaning'], payloadFields(name).map(fieldRow)),
    ...fixtureVariants(name).flatMap((variant, index) => renderExample(name, variant, index === 0)),
  ];
}

function triggerRow(trigger: Trigger): string[] {
  const causes = causesOf(trigger).map((cause) =>
    'action' in trigger ? escapeCell(capitalize(cause)) : `\`${cause}\``,
  );
  const notes = [trigger.note, trigger.since && `Since Logto ${trigger.since}.`];
  const note = notes.filter((text) => text !== undefined).join(' ');
  return [`\`${trigger.variant}\``, causes.join('<br>'), escapeCell(note)];
}

function fieldRow(field: PayloadField): string[] {
  const { path, type, optional } = field;
  return [`\`${path}${optional ? '?' : ''}\``, escapeCell(type), escapeCell(describeField(field))];
}

/** Returns an example; all but the first are collapsed. */
function renderExample(name: EventName, variant: string, isOpen: boolean): string[] {
  const { text } = loadFixture(name, variant);
  return [
    '',
    `<details${isOpen ? ' open' : ''}>`,
    `<summary>Example: ${variant}</summary>`,
    ...['', '```json', text.trimEnd(), '```', ''],
    '</details>',
  ];
}

/** What a Logto version adds to an event: the event itself, a field or a variant. */
interface Addition {
  readonly since: VersionText;
  readonly event: EventName;
  /** The field's path or the variant; undefined for the event itself. */
  readonly part?: string;
}

function additionsTo(event: EventName): Addition[] {
  const { since, triggers }: EventEntry = catalog[event];
  const parts = [
    ...triggers.map((trigger) => ({
      since: trigger.since,
      part: `variant \`${trigger.variant}\``,
    })),
    ...payloadFields(event).map((field) => ({ since: field.since, part: `\`${field.path}\`` })),
  ];
  return [
    { since, event },
    ...parts.flatMap(({ since: first, part }) => (first ? [{ since: first, event, part }] : [])),
  ];
}

function renderVersions(): string[] {
  const additions = eventNames.flatMap(additionsTo);
  const versions = [...new Set(additions.map(({ since }) => since))];
  versions.sort((a, b) => (isAtLeast(a, b) ? 1 : -1));
  const rows = versions.map((version) => {
    const added = additions.filter(({ since }) => since === version);
    return [version, linksTo(added.filter(({ part }) => part === undefined)), describeParts(added)];
  });
  return [
    ...['', '## Versions', ''],
    'Events, fields and variants by the first Logto version that has them. Up to 1.42, Logto does not retry a failed delivery; from 1.43 on, it retries an answer of 500 or above up to 3 times.',
    '',
    ...renderTable(['Logto', 'Events', 'Fields and variants'], rows),
  ];
}

/** Returns the fields and variants, each with the events that got it. */
function describeParts(additions: readonly Addition[]): string {
  const parts = [...new Set(additions.flatMap(({ part }) => part ?? []))];
  return parts
    .map((part) => `${part} of ${linksTo(additions.filter((addition) => addition.part === part))}`)
    .join('<br>');
}

function linksTo(additions: readonly Addition[]): string {
  return additions.map(({ event }) => `[${event}](#${anchorOf(event)})`).join(', ');
}

function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Returns the anchor that GitHub and VitePress give a heading. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll('.', '');
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
