import { exceptionEvents } from '../../src/core/logto/catalog/exceptions.ts';
import { interactionEvents } from '../../src/core/logto/catalog/interactions.ts';
import { organizationAccessEvents } from '../../src/core/logto/catalog/organization-access.ts';
import { organizationEvents } from '../../src/core/logto/catalog/organizations.ts';
import { roleEvents } from '../../src/core/logto/catalog/roles.ts';
import { userEvents } from '../../src/core/logto/catalog/users.ts';
import { type EventName, eventNames } from '../../src/core/logto/events.ts';
import { payloadName } from '../../src/core/payload/json-schema/json-schema.ts';
import {
  declareEntities,
  declareMap,
  declarePayload,
  entityNames,
  joinDeclarations,
} from '../../src/core/payload/json-schema/typescript.ts';

const note =
  '// Written by `npm run docs` from the schemas in src/core/payload/; a test holds it in step.';

const families = {
  exceptions: exceptionEvents,
  interactions: interactionEvents,
  'organization-access': organizationAccessEvents,
  organizations: organizationEvents,
  roles: roleEvents,
  users: userEvents,
} as const;

/**
 * Returns the sources of the library's payload types, by file name. They are written out because the
 * types that zod infers need zod's own types, which users of the library do not have.
 */
export function renderPayloadTypes(): Map<string, string> {
  const files = Object.entries(families).map(([family, events]): [string, string] => [
    `${family}.ts`,
    renderFamily(eventNames.filter((event) => event in events)),
  ]);
  return new Map([
    ['entities.ts', joinDeclarations([note, ...declareEntities(true)])],
    ...files,
    ['payloads.ts', renderMap()],
  ]);
}

function renderFamily(events: readonly EventName[]): string {
  const declarations = events.map((event) => declarePayload(event, true));
  const used = entityNames().filter((name) =>
    declarations.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
  );
  return joinDeclarations([note, importTypes(used, './entities.ts'), ...declarations]);
}

function renderMap(): string {
  const imports = Object.entries(families).map(([family, events]) =>
    importTypes(eventNames.filter((event) => event in events).map(payloadName), `./${family}.ts`),
  );
  return joinDeclarations([
    note,
    imports.join('\n'),
    declareMap().replaceAll(/'(\w+)':/g, '$1:'), // Quoted where needed, as the formatter has it.
    `/** The payload of an event, or of any: a union told apart by \`event\`. */
export type Payload<Name extends keyof LogtoPayloads = keyof LogtoPayloads> = LogtoPayloads[Name];`,
  ]);
}

/** Sorted and wrapped, as the formatter has it. */
function importTypes(names: readonly string[], from: string): string {
  const sorted = names.toSorted();
  const line = `import type { ${sorted.join(', ')} } from '${from}';`;
  return line.length <= 100 ? line : `import type {\n  ${sorted.join(',\n  ')},\n} from '${from}';`;
}
