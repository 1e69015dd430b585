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
  return {
    checks: unique(checks.flatMap(({ id }) => [id.split('/', 1)[0] ?? '', id])),
    recipes: recipes.map(({ value }) => value),
    reporters: reporterNames,
  };
}

/**
 * Returns the values that a completion script asks for when the user presses Tab, each with a description
 * after a tab character; none if they cannot be read.
 * @param line the words before the cursor
 */
export async function listValues(
  kind: ValueKind,
  terminal: Terminal,
  line: string,
): Promise<string[]> {
  const entries = await sources[kind](terminal, line).catch((): Entry[] => []);
  return entries
    .filter(([value]) => /^[\w.:@/-]+$/.test(value))
    .map(([value, description]) => `${value}\t${description.replace(/[\s\p{C}]+/gu, ' ').trim()}`);
}

type Entry = readonly [value: string, description: string];

type Source = (terminal: Terminal, line: string) => Promise<Entry[]>;

const sources: Readonly<Record<ValueKind, Source>> = {
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
    return (await listWebhooks(terminal)).map(({ id, name }) => [id, name]);
  },
  async hosts(terminal) {
    const webhooks = (await listWebhooks(terminal)).filter(({ config }) =>
      URL.canParse(config.url),
    );
    return mergeEntries(webhooks.map(({ config, name }) => [new URL(config.url).host, name]));
  },
  async fixtures({ cwd }) {
    const { findFixtureDirectories } = await import('./send/fixture-directories.ts');
    return findFixtureDirectories(cwd).map(({ directory, events }) => [
      directory,
      events.join(', '),
    ]);
  },
  async variants({ cwd }, line) {
    const { listVariants } = await import('./send/fixture-directories.ts');
    return mergeEntries(listVariants(cwd, line));
  },
};

async function listWebhooks(terminal: Terminal) {
  const { withTenant } = await import('./tenant/with-tenant.ts');
  return withTenant({ timeout: tenantTimeoutMs }, terminal, (client) => client.listWebhooks(), {
    retries: 0,
  });
}

/** Merges the descriptions of equal values. */
function mergeEntries(entries: readonly Entry[]): Entry[] {
  const merged = new Map<string, string>();
  for (const [value, description] of entries) {
    const before = merged.get(value);
    merged.set(value, before === undefined ? description : `${before}, ${description}`);
  }
  return [...merged];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
