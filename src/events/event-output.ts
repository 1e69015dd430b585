import { wrap } from '../cli/output/wrap.ts';
import type { EventEntry, Trigger } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';
import type { PayloadField } from '../core/payload/fields.ts';
import { developmentFeature, type Page, widest } from './catalog-output.ts';

/** All there is to know of one event. */
export interface ShownEvent extends EventEntry {
  readonly name: EventName;
  readonly fields: readonly PayloadField[];
  readonly example: { readonly variant: string; readonly payload: unknown };
}

/** One event: what it means, when it fires, what triggers it, what it carries, and an example. */
export function renderEvent(event: ShownEvent, page: Page): string[] {
  const { style } = page;
  const columns = Math.min(page.columns, widest);
  const { variant, payload } = event.example;
  return [
    `${style.bold(style.cyan(event.name))}  ${style.dim(describeKind(event))}`,
    ...(event.devFeature ? [style.dim(developmentFeature)] : []),
    ...wrap(event.meaning, columns),
    ...wrap(event.fires, columns),
    '',
    `${style.bold('Triggers')}  ${style.dim('one variant of the payload each')}`,
    ...renderTriggers(event.triggers, { style, columns }),
    '',
    `${style.bold('Fields')}  ${style.dim('? may be absent')}`,
    ...renderFields(event.fields, { style, columns }),
    '',
    `${style.bold('Example')}  ${style.dim(variant)}`,
    ...JSON.stringify(payload, null, 2).split('\n'),
  ];
}

function describeKind({ category, level }: ShownEvent): string {
  return `${category === 'data' ? 'a' : 'an'} ${category} event of the ${level} level`;
}

function renderTriggers(triggers: readonly Trigger[], { style, columns }: Page): string[] {
  const width = Math.max(...triggers.map(({ variant }) => variant.length));
  return triggers.flatMap(({ variant, note, ...cause }) => [
    ...hang(`  ${style.cyan(variant.padEnd(width))}  `, width + 4, describeCause(cause), columns),
    ...(note === undefined ? [] : hang(' '.repeat(width + 4), width + 4, note, columns, style.dim)),
  ]);
}

function describeCause(cause: { route: string } | { action: string }): string {
  return 'route' in cause ? cause.route : cause.action;
}

function renderFields(fields: readonly PayloadField[], { style, columns }: Page): string[] {
  const rows = fields.map((field) => ({ ...field, label: labelOf(field) }));
  const labelWidth = Math.max(...rows.map(({ label }) => label.length));
  const typeWidth = Math.max(...rows.map(({ type }) => type.length));
  return rows.flatMap(({ label, type, description = '' }) => {
    const start = `  ${style.cyan(label.padEnd(labelWidth))}  ${type.padEnd(typeWidth)}  `;
    return hang(start, labelWidth + typeWidth + 6, description, columns, style.dim);
  });
}

/** The field's own name, indented under what holds it. */
function labelOf({ path, optional }: PayloadField): string {
  const steps = path.split('.');
  return `${'  '.repeat(steps.length - 1)}${steps.at(-1)}${optional ? '?' : ''}`;
}

/** Text that begins beside `start`, which is `width` wide, and stays in that column. */
function hang(
  start: string,
  width: number,
  text: string,
  columns: number,
  paint: (line: string) => string = String,
): string[] {
  return wrap(text, columns - width).map((line, index) =>
    `${index === 0 ? start : ' '.repeat(width)}${paint(line)}`.trimEnd(),
  );
}
