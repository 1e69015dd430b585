import { hang, wrap } from '../cli/output/text/wrap.ts';
import type { EventEntry, Trigger } from '../core/logto/catalog/entry.ts';
import type { EventName } from '../core/logto/events.ts';
import type { PayloadField } from '../core/payload/fields.ts';
import { devFeatureNote, maxColumns, type Page } from './catalog-output.ts';

/** Everything that is known about one event. */
export interface ShownEvent extends EventEntry {
  readonly name: EventName;
  readonly fields: readonly PayloadField[];
  readonly example: { readonly variant: string; readonly payload: unknown };
}

/** Returns the lines about one event: meaning, use, triggers, fields and an example. */
export function renderEvent(event: ShownEvent, page: Page): string[] {
  const { style } = page;
  const columns = Math.min(page.columns, maxColumns);
  const { variant, payload } = event.example;
  return [
    `${style.bold(style.cyan(event.name))}  ${style.dim(describeKind(event))}`,
    ...(event.devFeature ? [style.dim(devFeatureNote)] : []),
    ...wrap(event.meaning, columns),
    ...wrap(event.fires, columns),
    ...wrap(`Use it to: ${uncapitalize(event.use)}`, columns),
    '',
    `${style.bold('Triggers')}  ${style.dim('each has its own variant of the payload')}`,
    ...event.triggers.flatMap((trigger) =>
      renderTrigger(trigger, longest(event.triggers.map((one) => one.variant)), { style, columns }),
    ),
    '',
    `${style.bold('Fields')}  ${style.dim('? may be absent')}`,
    ...renderFields(event.fields, { style, columns }),
    '',
    `${style.bold('Example')}  ${style.dim(variant)}`,
    ...JSON.stringify(payload, null, 2).split('\n'),
  ];
}

function describeKind({ category, level, since }: ShownEvent): string {
  return `${category} event, ${level} level, since ${since}`;
}

function renderTrigger(trigger: Trigger, width: number, { style, columns }: Page): string[] {
  const { variant, note, since } = trigger;
  const blank = ' '.repeat(width + 4);
  const notes = [note, since && `Since Logto ${since}.`].filter((text) => text !== undefined);
  const [first = '', ...others] = causesOf(trigger);
  return [
    ...hang(`  ${style.cyan(variant.padEnd(width))}  `, width + 4, first, columns),
    ...others.flatMap((cause) => hang(blank, width + 4, cause, columns)),
    ...(notes.length > 0 ? hang(blank, width + 4, notes.join(' '), columns, style.dim) : []),
  ];
}

/** Returns the routes, API calls or user actions behind a trigger. */
export function causesOf(trigger: Trigger): readonly string[] {
  if ('route' in trigger) return [trigger.route];
  return 'calls' in trigger ? trigger.calls : [trigger.action];
}

function renderFields(fields: readonly PayloadField[], { style, columns }: Page): string[] {
  const rows = fields.map((field) => ({ ...field, label: labelOf(field) }));
  const labelWidth = longest(rows.map(({ label }) => label));
  const typeWidth = longest(rows.map(({ type }) => type));
  return rows.flatMap((row) => {
    const start = `  ${style.cyan(row.label.padEnd(labelWidth))}  ${row.type.padEnd(typeWidth)}  `;
    return hang(start, labelWidth + typeWidth + 6, describeField(row), columns, style.dim);
  });
}

/** Returns a field's description and first version. */
export function describeField({ description, since }: PayloadField): string {
  const texts = [description, since && `Since Logto ${since}.`];
  return texts.filter((text) => text !== undefined).join(' ');
}

/** Returns the field's own name, indented below its parent. */
function labelOf({ path, optional }: PayloadField): string {
  const steps = path.split('.');
  return `${'  '.repeat(steps.length - 1)}${steps.at(-1)}${optional ? '?' : ''}`;
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

/** Returns a sentence as the continuation of another. */
export function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
