import type { Terminal } from './cli/terminal/index.ts';
import type { KnownValues, ValueKind } from './completion/described-command.ts';

/** How many deliveries are offered, the newest. */
const maxDeliveries = 100;

/** How long a tenant may take to list its webhooks, in milliseconds; the user waits for the shell. */
const tenantTimeoutMs = 3000;

/** Returns the values that a completion script contains, since they change only with this program. */
export async function loadKnownValues(): Promise<KnownValues> {
  const { checks } = await import('./contract/checks.ts');
  const { reporterNames } = await import('./contract/reporters/reporters.ts');
  const { recipes } = await import('./init/choices.ts');
  const { catalog } = await import('./core/logto/catalog.ts');
  const variants = Object.values(catalog).flatMap(({ triggers }) =>
    triggers.map(({ variant }) => variant),
  );
  return {
    checks: unique(checks.flatMap(({ id }) => [id.split('/', 1)[0] ?? '', id])),
    recipes: recipes.map(({ value }) => value),
    reporters: reporterNames,
    variants: unique(variants).sort(),
  };
}

/**
 * Returns the values that a completion script asks for when the user presses Tab, each with a description
 * after a tab character; none if they cannot be read.
 */
export async function listValues(kind: ValueKind, terminal: Terminal): Promise<string[]> {
  const entries = await sources[kind](terminal).catch((): Entry[] => []);
  return entries
    .filter(([value]) => /^[\w.:@/-]+$/.test(value))
    .map(([value, description]) => `${value}\t${description.replace(/[\s\p{C}]+/gu, ' ').trim()}`);
}

type Entry = readonly [value: string, description: string];

const sources: Readonly<Record<ValueKind, (terminal: Terminal) => Promise<Entry[]>>> = {
  async deliveries({ cwd }) {
    const { History } = await import('./core/history/reader.ts');
    const { historyDirectory } = await import('./core/history/segments/segment.ts');
    const { requireOwnState } = await import('./core/workspace/state-directory.ts');
    requireOwnState(cwd, 'history');
    const history = new History(historyDirectory(cwd));
    await history.refresh();
    const listed = await history.listSummaries({ limit: maxDeliveries });
    return listed
      .reverse()
      .map(({ id, event, receivedAt }) => [id, `${event ?? ''} ${receivedAt}`]);
  },
  async profiles({ env }) {
    const { readProfiles } = await import('./tenant/login/profiles.ts');
    return [...readProfiles(env)].map(([name, { endpoint }]) => [name, endpoint]);
  },
  async webhooks(terminal) {
    const { withTenant } = await import('./tenant/with-tenant.ts');
    const webhooks = await withTenant(
      { timeout: tenantTimeoutMs },
      terminal,
      (client) => client.listWebhooks(),
      { retries: 0 },
    );
    return webhooks.map(({ id, name }) => [id, name]);
  },
};

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
