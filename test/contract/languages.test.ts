import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { renderPretty } from '../../src/contract/reporters/pretty.ts';
import { plainStyle } from '../helpers/report.ts';
import {
  isInstalled,
  languages,
  type RunningReceiver,
  startProgram,
} from '../receivers/languages/languages.ts';
import { runChecks } from '../receivers/run-checks.ts';

/** With LANGUAGES=1, as in .ci/run: the toolchains take minutes to install and seconds to start. */
const installed = process.env.LANGUAGES
  ? languages.filter(({ name, probe }) => {
      const isThere = isInstalled(probe);
      if (!isThere) console.log(`skipped: ${name} is not installed`);
      return isThere;
    })
  : [];

it.skipIf(installed.length > 0)('runs with LANGUAGES=1 where a toolchain is installed', () => {});

describe.each(installed)('test with receivers in $name', ({ build, command, mistakes }) => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'logto-hooks-test-'));
    build?.(directory);
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** Starts a new program for each mistake, so that its output is about that one. */
  async function start(): Promise<RunningReceiver> {
    const receiver = await startProgram((port) => command(port, directory));
    onTestFinished(() => receiver.close());
    return receiver;
  }

  it('passes the good one', async () => {
    const { origin } = await start();
    const { failures } = await runChecks(`${origin}/good`);
    expect(failures).toEqual({});
  });

  it.each(mistakes)('names the mistake of $name first, on one screen', async (mistake) => {
    const { origin, output } = await start();
    const only = ['accepts', 'tolerates/missing-optional'];
    const { outcome } = await runChecks(`${origin}/${mistake.name}`, { only, output });
    const lines = renderPretty(
      {
        ...{ ...outcome, to: origin, startedAt: new Date(), durationMs: 1000 },
        ...{ strict: false, output: output() },
      },
      { style: plainStyle, columns: 80 },
    );
    expect(lines[0]).toMatch(mistake.says);
    expect(outcome.cause?.id).toBe(mistake.cause);
    if (outcome.refusesEverything) expect(lines.length).toBeLessThanOrEqual(23);
  });
});
