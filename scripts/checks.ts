import process from 'node:process';

export interface Checks {
  /** Runs one check and prints the result. @param prove returns what went wrong, or undefined */
  readonly check: (name: string, prove: () => Promise<string | undefined>) => Promise<boolean>;
  /** Prints the failed checks and "N passed, N failed", and sets the exit code. */
  readonly report: () => void;
}

/** Returns functions that run checks and count them. */
export function createChecks(): Checks {
  let passed = 0;
  const failures: string[] = [];
  return {
    async check(name, prove) {
      const started = performance.now();
      const failure = await prove().catch((error: unknown) => String(error));
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${name}  ${seconds} s`);
      if (failure === undefined) passed += 1;
      else {
        failures.push(name);
        console.log(failure.slice(-4000));
      }
      return failure === undefined;
    },
    report() {
      for (const failure of failures) console.log(`failed: ${failure}`);
      console.log(`${passed} passed, ${failures.length} failed`);
      process.exitCode = failures.length === 0 ? 0 : 1;
    },
  };
}
