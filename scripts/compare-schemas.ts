import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import type { ZodObject } from 'zod';
import { catalog } from '../src/core/logto/catalog.ts';
import { eventNames } from '../src/core/logto/events.ts';
import {
  eventsOfVersion,
  fieldsAfterVersion,
  parseLogtoVersion,
} from '../src/core/logto/versions.ts';
import {
  organization,
  organizationRole,
  organizationScope,
  role,
  scope,
  user,
} from '../src/core/payload/entities.ts';

/*
 * Compares a published version of @logto/schemas with the catalog and the payload schemas:
 * npm run compare-schemas -- 1.43.0
 * Exits with 1 if they differ, so that a scheduled job notices a new release.
 */

/** What this script reads from the package. */
interface Schemas {
  readonly hookEvents: readonly string[];
  readonly devFeatureHookEvents?: readonly string[];
  readonly managementApiHooksRegistration: Readonly<Record<string, string>>;
  readonly userInfoSelectFields: readonly string[];
  readonly [table: string]: unknown;
}

/** Columns that exist, but not in payloads. */
const databaseOnly = new Set(['tenantId']);

/** The entities whose rows are in payloads: our schema and the table that it comes from. */
const rows: readonly (readonly [name: string, schema: ZodObject, table: string])[] = [
  ['role', role, 'Roles'],
  ['scope', scope, 'Scopes'],
  ['organization', organization, 'Organizations'],
  ['organizationRole', organizationRole, 'OrganizationRoles'],
  ['organizationScope', organizationScope, 'OrganizationScopes'],
];

/** Returns what one side has and the other lacks, as lines. */
function compare(subject: string, theirs: Iterable<string>, ours: Iterable<string>): string[] {
  const [published, known] = [new Set(theirs), new Set(ours)];
  return [
    ...[...published].filter((item) => !known.has(item)).map((item) => `new ${subject}: ${item}`),
    ...[...known].filter((item) => !published.has(item)).map((item) => `gone ${subject}: ${item}`),
  ];
}

/** Installs the package in a temporary directory and imports it. */
async function load(version: string): Promise<Schemas> {
  const directory = mkdtempSync(path.join(tmpdir(), 'logto-schemas-'));
  try {
    // The package wants a newer Node.js than this tool; its data does not.
    const options = ['--silent', '--no-save', '--ignore-scripts', '--engine-strict=false'];
    const packages = [`@logto/schemas@${version}`];
    execFileSync('npm', ['install', ...options, '--prefix', directory, ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    const entry = path.join(directory, 'node_modules/@logto/schemas/lib/index.js');
    return (await import(pathToFileURL(entry).href)) as Schemas;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function compareEvents(schemas: Schemas, version: string): string[] {
  const known = eventsOfVersion(parseLogtoVersion(version), { devFeatures: true });
  const ours = eventNames.filter((event) => catalog[event].devFeature && known.includes(event));
  return [
    ...compare('event', schemas.hookEvents, known),
    ...compare('dev-feature event', schemas.devFeatureHookEvents ?? [], ours),
  ];
}

/** Compares the Management API calls that cause an event. */
function compareRoutes(schemas: Schemas): string[] {
  const published = Object.entries(schemas.managementApiHooksRegistration).map(
    ([call, event]) => `${event} by ${call}`,
  );
  const known = eventNames.flatMap((event) =>
    catalog[event].triggers.flatMap((trigger) =>
      'route' in trigger ? [`${event} by ${trigger.route}`] : [],
    ),
  );
  // The catalog also has calls whose events Logto raises in the route itself.
  return compare('trigger', published, known).filter((line) => line.startsWith('new'));
}

function compareFields(schemas: Schemas, version: string): string[] {
  const parsed = parseLogtoVersion(version);
  const younger = (event: 'User.Created' | 'Organization.Created') =>
    new Set(fieldsAfterVersion(event, parsed).map((field) => field.replace('data.', '')));
  const keys = (schema: ZodObject) => Object.keys(schema.shape);
  const later = { user: younger('User.Created'), organization: younger('Organization.Created') };
  const lines = compare(
    'field of user',
    schemas.userInfoSelectFields,
    keys(user).filter((key) => !later.user.has(key)),
  ).filter((line) => line.startsWith('new'));
  for (const [name, schema, table] of rows) {
    const { fieldKeys } = schemas[table] as { fieldKeys: readonly string[] };
    lines.push(
      ...compare(
        `field of ${name}`,
        fieldKeys.filter((key) => !databaseOnly.has(key)),
        keys(schema).filter(
          (key) =>
            !databaseOnly.has(key) && !(name === 'organization' && later.organization.has(key)),
        ),
      ),
    );
  }
  return lines;
}

const version = process.argv[2];
if (version === undefined) {
  process.stderr.write('Usage: npm run compare-schemas -- <version of @logto/schemas>\n');
  process.exit(2);
}
const schemas = await load(version);
const differences = [
  ...compareEvents(schemas, version),
  ...compareRoutes(schemas),
  ...compareFields(schemas, version),
];
process.stdout.write(
  differences.length === 0
    ? `@logto/schemas ${version}: ${schemas.hookEvents.length} events, no difference.\n`
    : `@logto/schemas ${version}: ${schemas.hookEvents.length} events.\n${differences.join('\n')}\n`,
);
process.exitCode = differences.length === 0 ? 0 : 1;
