import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { type EventName, eventNames } from '../../src/core/logto/events.ts';
import { payloadName } from '../../src/core/payload/json-schema/json-schema.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventDeliveries } from '../helpers/payloads.ts';

/** Whether to run the compilers of other languages, which take seconds: .ci/run installs them. */
const hasToolchains = process.env.TOOLCHAINS === '1';

async function printTypes(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['events', 'types', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('events types --lang python', () => {
  it('prints a module that keeps to a version', async () => {
    const text = await printTypes('--lang', 'python', '--logto', '1.36');
    expect(text).toContain('class UserCreatedPayload(TypedDict):');
    expect(text).not.toContain('MessageRateLimitedPayload');
    expect(text).not.toContain('cimdClientId');
  });

  it.runIf(hasToolchains)(
    'type-checks every captured delivery and narrows by event',
    { timeout: 120_000 },
    async () => {
      const directory = temporaryDirectory();
      writeFileSync(path.join(directory, 'payloads.py'), await printTypes('--lang', 'python'));
      writeFileSync(path.join(directory, 'deliveries.py'), pythonLiterals());
      writeFileSync(path.join(directory, 'right.py'), narrowing('or ""'));
      writeFileSync(path.join(directory, 'wrong.py'), narrowing(''));
      const options = { cwd: directory, encoding: 'utf8' } as const;
      execFileSync('python3', ['payloads.py'], options);
      execFileSync('mypy', ['--strict', 'payloads.py', 'deliveries.py', 'right.py'], options);
      // mypy rejects it because the address can be null, so it has the precise type.
      expect(() => execFileSync('mypy', ['--strict', 'wrong.py'], options)).toThrow('mypy');
    },
  );
});

/** Returns every captured delivery as a literal of its class, in which mypy finds missing and unknown keys. */
function pythonLiterals(): string {
  const lines = eventDeliveries.map(({ body }, index) => {
    const payload = JSON.parse(body) as { event: EventName };
    return `delivery_${index}: payloads.${payloadName(payload.event)} = ${toPython(payload)}`;
  });
  return `import payloads\n${lines.join('\n')}\n`;
}

function toPython(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(toPython).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${toPython(item)}`,
  );
  return `{${entries.join(', ')}}`;
}

function narrowing(fallback: string): string {
  return `from payloads import LogtoPayload
def email_of(payload: LogtoPayload) -> str:
    if payload["event"] == "User.Created":
        return (payload["data"]["primaryEmail"] ${fallback}).lower()
    return payload["hookId"]
`;
}

describe('events types --lang go', () => {
  it.runIf(hasToolchains)(
    'prints formatted Go that reads every captured delivery into the struct of its event',
    { timeout: 120_000 },
    async () => {
      const directory = temporaryDirectory();
      const payloads = await printTypes('--lang', 'go');
      mkdirSync(path.join(directory, 'logto'));
      mkdirSync(path.join(directory, 'deliveries'));
      writeFileSync(path.join(directory, 'logto/payloads.go'), payloads);
      writeFileSync(path.join(directory, 'go.mod'), 'module example.com/receiver\n\ngo 1.18\n');
      writeFileSync(path.join(directory, 'main.go'), goProgram);
      for (const [index, { body }] of eventDeliveries.entries()) {
        writeFileSync(path.join(directory, 'deliveries', `${index}.json`), body);
      }
      const options = {
        ...{ cwd: directory, encoding: 'utf8' as const },
        env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' },
      };
      expect(execFileSync('gofmt', ['-l', '.'], options)).toBe('');
      const printed = execFileSync('go', ['run', '.'], options).trim().split('\n');
      expect(printed.sort()).toEqual(
        eventDeliveries
          .map(({ body }) => {
            const { event, hookId } = JSON.parse(body);
            return `${event.replaceAll('.', '')}Payload ${hookId}`;
          })
          .sort(),
      );
    },
  );
});

const goProgram = `package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"example.com/receiver/logto"
)

func main() {
	files, _ := filepath.Glob("deliveries/*.json")
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		payload, err := logto.ParsePayload(body)
		if err != nil {
			panic(file + ": " + err.Error())
		}
		value := reflect.ValueOf(payload).Elem()
		fmt.Println(value.Type().Name(), value.FieldByName("HookID"))
	}
}
`;

describe('events types --lang', () => {
  it('prints TypeScript without it, and names the languages for any other', async () => {
    const names = eventNames.map((event) => (event.includes('.') ? `'${event}':` : `${event}:`));
    const text = await printTypes('--lang', 'typescript');
    for (const name of names) expect(text).toContain(name);
    expect(await printTypes()).toBe(text);
    const { code, stderr } = await runCli(['events', 'types', '--lang', 'cobol']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cobol.*typescript, python, go/s);
  });
});
