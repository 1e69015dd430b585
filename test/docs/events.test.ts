import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderEventsPage } from '../../scripts/docs/events-page.ts';
import { fixtureVariants, loadFixture } from '../../src/core/fixtures/fixtures.ts';
import { catalog } from '../../src/core/logto/catalog.ts';
import { eventNames } from '../../src/core/logto/events.ts';
import { payloadFields } from '../../src/core/payload/fields.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/events.md'), 'utf8');

/** Returns the section of the page about an event. */
function sectionOf(event: string): string {
  const [, rest = ''] = page.split(`\n### ${event}\n`);
  return rest.split(/\n##/)[0] ?? '';
}

describe('docs/events.md', () => {
  it('is up to date with the catalog and the fixtures', () => {
    expect(page, 'docs/events.md is outdated. Run: npm run docs').toBe(renderEventsPage());
  });

  it.each(eventNames)('describes %s with every field, trigger and variant', (event) => {
    const section = sectionOf(event);
    const examples = [...section.matchAll(/```json\n([^`]+)```/g)].map(([, json = '']) =>
      JSON.parse(json),
    );

    expect(section).toContain(`Since Logto ${catalog[event].since}.`);
    for (const { path: field, optional, description } of payloadFields(event)) {
      expect(section).toContain(`\n| \`${field}${optional ? '?' : ''}\` | `);
      expect(description, field).toMatch(/^\S.*\.$/);
    }
    for (const trigger of catalog[event].triggers) {
      expect(section).toContain(`\n| \`${trigger.variant}\` | `);
      if ('route' in trigger) expect(section).toContain(`\`${trigger.route}\``);
      if ('calls' in trigger)
        for (const call of trigger.calls) expect(section).toContain(`\`${call}\``);
    }
    expect(examples).toEqual(
      fixtureVariants(event).map((variant) => loadFixture(event, variant).payload),
    );
  });

  it('links only to headings of the page', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(' ', '-')
        .replace(/[^\w-]/g, ''),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(eventNames.length);
    expect(links.filter((target) => !headings.includes(target ?? ''))).toEqual([]);
  });
});
