import { hang } from '../cli/output/text/wrap.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { EventEntry } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';

/** An event as the list shows it. */
export interface ListedEvent extends EventEntry {
  readonly name: EventName;
  /** The fields that the user searched for. */
  readonly fields?: readonly ListedField[];
}

interface ListedField {
  readonly path: string;
  readonly type: string;
  readonly optional: boolean;
}

export interface Page {
  readonly style: Style;
  /** Width in characters. */
  readonly columns: number;
}

/** Lines longer than this are hard to read. */
export const maxColumns = 110;

export const devFeatureNote = '(Dev feature: a stock Logto never sends it.)';

const entityTitles = {
  User: 'Users',
  TrustedDevice: 'Trusted devices',
  Role: 'Roles',
  Scope: 'Scopes of API resources',
  Organization: 'Organizations',
  OrganizationRole: 'Organization roles',
  OrganizationScope: 'Organization scopes',
} as const satisfies Record<NonNullable<EventEntry['entity']>, string>;

/** Returns the lines that list events under headings, each with its meaning or with the fields found in it. */
export function renderCatalog(events: readonly ListedEvent[], page: Page): string[] {
  const nameWidth = longest(events.map(({ name }) => name));
  const pathWidth = longest(events.flatMap(({ fields = [] }) => fields.map(({ path }) => path)));
  return events.flatMap((event, index) => {
    const label = (name: string) => `  ${page.style.cyan(name.padEnd(nameWidth))}  `;
    const columns = Math.min(page.columns, maxColumns);
    const lines = event.fields
      ? event.fields.map((field, line) => {
          const name = line === 0 ? event.name : '';
          return label(name) + describeField(field, pathWidth, page.style);
        })
      : hang(label(event.name), nameWidth + 4, summarize(event), columns);
    const previous = events[index - 1];
    return [
      ...(previous && titleOf(previous) === titleOf(event) ? [] : heading(event, previous, page)),
      ...lines,
    ];
  });
}

function heading(event: ListedEvent, previous: ListedEvent | undefined, { style }: Page): string[] {
  return [...(previous ? [''] : []), style.bold(titleOf(event))];
}

/** Returns the heading for an event, which several events share. */
export function titleOf({ category, entity }: Pick<EventEntry, 'category' | 'entity'>): string {
  if (category === 'interaction') return 'Interactions';
  return entity === null ? 'Exceptions' : entityTitles[entity];
}

/** Returns the meaning up to its first semicolon or colon; `events show` has the rest. */
function summarize({ meaning, devFeature }: ListedEvent): string {
  const summary = meaning.replace(/[;:].*$/, '.');
  return devFeature ? `${summary} ${devFeatureNote}` : summary;
}

function describeField({ path, type, optional }: ListedField, width: number, style: Style): string {
  return `${path.padEnd(width)}  ${style.dim(optional ? `${type}, or absent` : type)}`;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
