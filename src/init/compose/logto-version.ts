import { UsageError } from '../../core/errors.ts';
import type { VersionText } from '../../core/logto/catalog/entry.ts';
import { eventNames } from '../../core/logto/events.ts';
import { eventsOfVersion, isAtLeast } from '../../core/logto/versions.ts';
import { payloadTypes } from '../../core/payload/json-schema/typescript.ts';

/** The first version whose events suffice for every template. */
const oldestVersion: VersionText = '1.18';

/** Checks a version of Logto. @throws UsageError if projects do not support it */
export function requireSupported(version: VersionText): void {
  if (isAtLeast(version, oldestVersion)) return;
  throw new UsageError(
    `Projects for Logto ${version} are not supported: it lacks events that they use.`,
    `Use --logto ${oldestVersion} or later.`,
  );
}

/** Lines that are only for a version and later ones, between their markers. */
const region = /^ *\/\/ #since (\d+\.\d+)\n([\s\S]*?)^ *\/\/ #end\n/gm;
/** An import or an array, one name or string per line, with markers among them. */
const markedList = /^(.*[{[])\n((?: *(?:\/\/ #[\w. ]+|[\w ]+,|'[^'\n]*',)\n)+) *([}\]].*)$/gm;

/**
 * Returns a template's text for a version of Logto. Lines between `// #since 1.34` and `// #end` are
 * only for that version and later ones; the markers are removed, and lists are formatted as Biome does.
 * @param version undefined for the newest
 */
export function textForVersion(text: string, version: VersionText | undefined): string {
  const keep = (lines: string) =>
    lines.replaceAll(region, (_, since: VersionText, own: string) =>
      version === undefined || isAtLeast(version, since) ? own : '',
    );
  const lists = text.replaceAll(markedList, (list, start: string, items: string, end: string) =>
    items.includes('// #since') ? oneLine(start, keep(items), end) : list,
  );
  return keep(lists);
}

/** Returns a list in one line if it fits. */
function oneLine(start: string, items: string, end: string): string {
  const list = items.trim().replaceAll(/\n */g, ' ').replace(/,$/, '');
  const line = start.endsWith('{') ? `${start} ${list} ${end}` : `${start}${list}${end}`;
  const indent = /^ */.exec(start)?.[0];
  return line.length <= 100 ? line : `${start}\n${items}${indent}${end}`;
}

/**
 * Returns the files of src/logto/ that depend on the version: its event names and payload types.
 * @param events the file of the event names of the newest version
 */
export function logtoFiles(version: VersionText, events: string): [file: string, text: string][] {
  const names = eventsOfVersion(version, { devFeatures: true });
  const missing = eventNames.filter((name) => !names.includes(name));
  const lines = events
    .split('\n')
    .filter((line) => !missing.some((name) => line === `  '${name}',`));
  return [
    ['src/logto/events.ts', lines.join('\n').replace(/of Logto \d+\.\d+/, `of Logto ${version}`)],
    ['src/logto/payloads.ts', payloadTypes(version)],
  ];
}
