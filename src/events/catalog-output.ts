import { wrap } from '../cli/output/wrap.ts';
import type { Style } from '../cli/terminal/index.ts';
import type { EventEntry } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';

/** An event as the catalogue lists it. */
export interface ListedEvent extends EventEntry {
  readonly name: EventName;
  /** The fields that were asked for. */
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
export const widest = 110;

export const developmentFeature = '(A development feature of Logto.)';

const entityTitles = {
  User: 'Users',
  TrustedDevice: 'Trusted devices',
  Role: 'Roles',
  Scope: 'Scopes of API resources',
  Organization: 'Organizations',
  OrganizationRole: 'Organization roles',
  OrganizationScope: 'Organization scopes',
} as const satisfies Record<NonNullable<EventEntry['entity']>, string>;

/** The events under headings: what each means, or the fields of it that were asked for. */
export function renderCatalogue(events: readonly ListedEvent[], page: Page): string[] {
  const nameWidth = longest(events.map(({ name }) => name));
  const pathWidth = longest(events.flatMap(({ fields = [] }) => fields.map(({ path }) => path)));
  return events.flatMap((event, index) => {
    const details = event.fields
      ? event.fields.map((field) => describeField(field, pathWidth, page.style))
      : wrap(gist(event), Math.min(page.columns, widest) - nameWidth - 4);
    const previous = events[index - 1];
    return [
      ...(previous && titleOf(previous) === titleOf(event) ? [] : heading(event, previous, page)),
      ...details.map((detail, line) => {
        const name = (line === 0 ? event.name : '').padEnd(nameWidth);
        return `  ${page.style.cyan(name)}  ${detail}`;
      }),
    ];
  });
}

function heading(event: ListedEvent, previous: ListedEvent | undefined, { style }: Page): string[] {
  return [...(previous ? [''] : []), style.bold(titleOf(event))];
}

function titleOf({ category, entity }: ListedEvent): string {
  if (category === 'interaction') return 'Interactions';
  return entity === null ? 'Exceptions' : entityTitles[entity];
}

/** The meaning up to its first semicolon; what follows is for who looks closer. */
function gist({ meaning, devFeature }: ListedEvent): string {
  const first = meaning.replace(/;.*$/, '.');
  return devFeature ? `${first} ${developmentFeature}` : first;
}

function describeField({ path, type, optional }: ListedField, width: number, style: Style): string {
  return `${path.padEnd(width)}  ${style.dim(optional ? `${type}, or absent` : type)}`;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
