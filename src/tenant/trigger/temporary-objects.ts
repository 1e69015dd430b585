import type { TenantClient } from '../api/client.ts';
import { TenantError } from '../api/tenant-error.ts';
import { deletions, lists, type ObjectKind, type Step } from './steps.ts';

/** How all temporary objects are named; the rest of a name is the run's own. */
const prefix = 'logto-hooks-trigger-';

/** The objects that one run creates on a tenant, and their end. */
export class TemporaryObjects {
  readonly #ids = new Map<ObjectKind, string>();
  readonly #marker: string;
  /** Whether an object may exist whose id is not known. */
  #isUnsure = false;

  /** @param marker makes the names of this run unique */
  constructor(marker: string) {
    this.#marker = marker;
  }

  has(kind: ObjectKind): boolean {
    return this.#ids.has(kind);
  }

  idOf(kind: ObjectKind): string | undefined {
    return this.#ids.get(kind);
  }

  /** Makes one call. @throws TenantError if the tenant refuses it */
  async run(step: Step, client: TenantClient): Promise<void> {
    const { method, creates, deletes } = step;
    const path = this.#fill(step.path, encodeURIComponent);
    const json = step.body && JSON.parse(this.#fill(JSON.stringify(step.body), quoteInside));
    if (creates) {
      this.#isUnsure = true;
      this.#ids.set(creates, await client.createObject(path, json));
      this.#isUnsure = false;
      return;
    }
    await client.changeObject(method, path, json);
    if (deletes) this.#ids.delete(deletes);
  }

  /** @param encode for ids, which the tenant chose */
  #fill(template: string, encode: (id: string) => string): string {
    const filled = template
      .replaceAll(':name', prefix + this.#marker)
      .replaceAll(':identifier', (prefix + this.#marker).replaceAll('-', '_'));
    return [...this.#ids].reduce(
      (text, [kind, id]) => text.replace(new RegExp(`:${kind}\\b`, 'g'), () => encode(id)),
      filled,
    );
  }

  /**
   * Deletes what is left, in an order that Logto accepts.
   * @returns the errors of what could not be deleted
   */
  async cleanUp(client: TenantClient): Promise<Error[]> {
    const errors: Error[] = [];
    const attempt = async (work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (error) {
        errors.push(error instanceof Error ? error : new Error(String(error)));
      }
    };
    for (const step of deletions) {
      if (!step.deletes || !this.#ids.has(step.deletes)) continue;
      await attempt(() => this.run(step, client));
    }
    if (this.#isUnsure) await attempt(() => deleteByMarker(client, this.#marker));
    return errors;
  }
}

/** Escapes a text for the inside of a JSON string. */
function quoteInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * Deletes every object of a run, found by name.
 * @returns how many there were
 * @throws TenantError if the tenant cannot be searched
 */
export async function deleteByMarker(client: TenantClient, marker: string): Promise<number> {
  let deleted = 0;
  for (const { path } of lists) {
    for (const id of await client.findObjects(path, marker)) {
      try {
        await client.changeObject('DELETE', `${path}/${encodeURIComponent(id)}`);
        deleted++;
      } catch (error) {
        // Another process may have deleted it meanwhile.
        if (!(error instanceof TenantError) || error.status !== 404) throw error;
      }
    }
  }
  return deleted;
}
