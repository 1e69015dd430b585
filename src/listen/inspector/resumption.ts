import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { stateFile } from '../../core/workspace/state-directory.ts';
import { proofKeyOf, runOf } from './proof.ts';

/** Lets a page that was open before a restart go on: it trades the token of an earlier run for the new one. */
export interface Resumption {
  /** Returns the key that proves to a page of an earlier run in this directory that we belong to it. */
  proofKey(run: string): string | undefined;
  /** Accepts the token of an earlier run, once. */
  redeem(token: string): boolean;
}

const runsSchema = z.array(
  z.object({
    sha256: z.string(),
    /** As `proofKeyOf` makes it. */
    proofKey: z.string(),
    /** Epoch milliseconds. */
    until: z.number(),
  }),
);
type EarlierRun = z.infer<typeof runsSchema>[number];

const longest = 12 * 60 * 60 * 1000;
const atMost = 20;

/**
 * Remembers this run's token by its SHA-256: 128 random bits cannot be found from it, so what is on the disk
 * opens nothing. Where nothing can be written, pages just cannot go on.
 * @param cwd the working directory; runs of another one are strangers
 */
export function rememberRun(cwd: string, token: string): Resumption {
  try {
    const file = stateFile(cwd, 'inspector-runs.json');
    const own = runOf(token);
    const run = { sha256: own, proofKey: proofKeyOf(token), until: Date.now() + longest };
    writeRuns(file, [...readRuns(file), run].slice(-atMost), own);
    const find = (sha256: string) =>
      sha256 === own ? undefined : readRuns(file).find((one) => one.sha256 === sha256);
    return {
      proofKey: (sha256) => find(sha256)?.proofKey,
      redeem(given) {
        const found = find(runOf(given));
        if (!found) return false;
        writeRuns(
          file,
          readRuns(file).filter((one) => one.sha256 !== found.sha256),
          own,
        );
        return true;
      },
    };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { proofKey: () => undefined, redeem: () => false };
  }
}

/** Returns those that may still be traded. */
function readRuns(file: string): EarlierRun[] {
  try {
    const runs = runsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return runs.filter(({ until }) => until > Date.now());
  } catch {
    return []; // None yet, or torn: then no page goes on.
  }
}

function writeRuns(file: string, runs: readonly EarlierRun[], writer: string): void {
  const draft = `${file}.${writer.slice(0, 12)}`;
  writeFileSync(draft, JSON.stringify(runs), { mode: 0o600 });
  renameSync(draft, file);
}
