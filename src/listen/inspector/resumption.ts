import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { renameOver } from '../../core/workspace/rename-over.ts';
import { stateFile } from '../../core/workspace/state-directory.ts';
import { proofKeyOf, runOf } from './proof.ts';

/** Lets a page that was open before a restart continue: it exchanges the token of an earlier run. */
export interface Resumption {
  /** Returns the proof key of an earlier run in this directory. */
  proofKey(run: string): string | undefined;
  /** Accepts the token of an earlier run, once. */
  redeem(token: string): boolean;
}

const runsSchema = z.array(
  z.object({
    sha256: z.string(),
    /** See `proofKeyOf`. */
    proofKey: z.string(),
    /** Epoch milliseconds. */
    until: z.number(),
  }),
);
type EarlierRun = z.infer<typeof runsSchema>[number];

const maxAgeMs = 12 * 60 * 60 * 1000;
const maxRuns = 20;

/**
 * Stores the SHA-256 of this run's token, which does not reveal the token. If it cannot be stored, open pages
 * cannot continue after a restart.
 * @param cwd the working directory; only runs of the same one count
 */
export function rememberRun(cwd: string, token: string): Resumption {
  try {
    const file = stateFile(cwd, 'inspector-runs.json');
    const own = runOf(token);
    const current = { sha256: own, proofKey: proofKeyOf(token), until: Date.now() + maxAgeMs };
    writeRuns(file, [...readRuns(file), current].slice(-maxRuns), own);
    const find = (sha256: string) =>
      sha256 === own ? undefined : readRuns(file).find((run) => run.sha256 === sha256);
    return {
      proofKey: (sha256) => find(sha256)?.proofKey,
      redeem(given) {
        const found = find(runOf(given));
        if (!found) return false;
        const others = readRuns(file).filter((run) => run.sha256 !== found.sha256);
        writeRuns(file, others, own);
        return true;
      },
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { proofKey: () => undefined, redeem: () => false };
  }
}

/** Returns the runs whose tokens have not expired. */
function readRuns(file: string): EarlierRun[] {
  try {
    const runs = runsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return runs.filter(({ until }) => until > Date.now());
  } catch {
    return []; // Missing or damaged.
  }
}

function writeRuns(file: string, runs: readonly EarlierRun[], writer: string): void {
  const draft = `${file}.${writer.slice(0, 12)}`;
  writeFileSync(draft, JSON.stringify(runs), { mode: 0o600 });
  renameOver(draft, file);
}
