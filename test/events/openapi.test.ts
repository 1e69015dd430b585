import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { Validator } from '@seriousme/openapi-schema-validator';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from 'quicktype-core';
import { describe, expect, it } from 'vitest';
import { fixtureVariants, loadFixture } from '../../src/core/fixtures/fixtures.ts';
import { eventNames } from '../../src/core/logto/events.ts';
import { payloadName } from '../../src/core/payload/json-schema/json-schema.ts';
import { runCli, temporaryDirectory } from '../helpers/cli.ts';
import { eventDeliveries } from '../helpers/payloads.ts';

/**
 * The captured deliveries except for those whose `data` has the tenant's own keys: Go has no type for
 * "a user or any object", so quicktype merges the two.
 */
const typedDeliveries = eventDeliveries.filter(
  ({ body }) => !/\/(custom-data|profile)$/.test(JSON.parse(body).matchedRoute),
);

/** Runs `events openapi` and returns what it prints. */
async function printDocument(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['events', 'openapi', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

describe('events openapi', () => {
  it('prints a document that a validator accepts as OpenAPI 3.1', async () => {
    const text = await printDocument();
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(text));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe('3.1');
  });

  it('has a webhook per event, with the signature header and an example per variant', async () => {
    const { webhooks, components } = JSON.parse(await printDocument());
    expect(Object.keys(webhooks)).toEqual([...eventNames]);
    expect(components.parameters.LogtoSignature).toMatchObject({
      ...{ name: 'logto-signature-sha-256', in: 'header', required: true },
    });
    for (const event of eventNames) {
      const { parameters, requestBody, description } = webhooks[event].post;
      const { schema, examples } = requestBody.content['application/json'];
      expect(parameters).toEqual([{ $ref: '#/components/parameters/LogtoSignature' }]);
      expect(components.schemas).toHaveProperty(schema.$ref.split('/').at(-1));
      expect(description).toMatch(/Since Logto 1\.\d+\.$/);
      expect(Object.keys(examples)).toEqual(fixtureVariants(event));
      for (const [variant, { value }] of Object.entries<{ value: unknown }>(examples)) {
        expect(value).toEqual(loadFixture(event, variant).payload);
      }
    }
  });

  it('describes only what a version sends with --logto', async () => {
    const text = await printDocument('--logto', '1.36');
    const { info, webhooks, components } = JSON.parse(text);
    expect(info).toMatchObject({ version: '1.36', description: /not retried/ });
    expect(Object.keys(webhooks)).toHaveLength(26);
    expect(webhooks).not.toHaveProperty(['Message.RateLimited']);
    expect(components.schemas.LogtoUser.properties).not.toHaveProperty('cimdClientId');
    expect(text).not.toContain('addedUserIds');
    expect(text).not.toContain('cimd');
  });
});

describe('types generated from the document', () => {
  it.runIf(process.env.TOOLCHAINS === '1')(
    'compile in TypeScript and accept every built-in fixture',
    async () => {
      const directory = temporaryDirectory();
      const types = astToString(await openapiTypescript(await printDocument()));
      writeFileSync(path.join(directory, 'logto.d.ts'), types);
      const payloads = eventNames.flatMap((event) =>
        fixtureVariants(event).map((variant) => loadFixture(event, variant).text.trim()),
      );
      const check = [
        "import type { components, webhooks } from './logto.d.ts';",
        "type Payload = components['schemas']['LogtoWebhookPayload'];",
        `export const payloads: Payload[] = [${payloads.join(',\n')}];`,
        "type Created = NonNullable<webhooks['User.Created']['post']['requestBody']>;",
        "export const emailOf = (body: Created['content']['application/json']) =>",
        '  body.data.primaryEmail?.toLowerCase();',
        'export function nameOf(payload: Payload) {',
        "  return payload.event === 'Organization.Created' ? payload.data.name.trim() : undefined;",
        '}',
      ];
      writeFileSync(path.join(directory, 'check.ts'), `${check.join('\n')}\n`);
      const compiler = path.resolve('node_modules/typescript/bin/tsc');
      const flags = '--noEmit --strict --skipLibCheck --allowImportingTsExtensions'.split(' ');
      execFileSync(process.execPath, [compiler, ...flags, path.join(directory, 'check.ts')], {
        stdio: 'inherit',
      });
    },
  );

  it.runIf(process.env.TOOLCHAINS === '1')(
    'compile in Go and read every captured delivery of a typed payload',
    { timeout: 120_000 },
    async () => {
      const directory = temporaryDirectory();
      writeFileSync(path.join(directory, 'payloads.go'), await generateGo(await printDocument()));
      writeFileSync(path.join(directory, 'go.mod'), 'module example.com/logto\n\ngo 1.18\n');
      writeFileSync(path.join(directory, 'main.go'), goProgram());
      mkdirSync(path.join(directory, 'deliveries'));
      for (const [index, { body }] of typedDeliveries.entries()) {
        writeFileSync(path.join(directory, 'deliveries', `${index}.json`), body);
      }
      const printed = execFileSync('go', ['run', '.'], {
        ...{ cwd: directory, encoding: 'utf8' },
        env: { ...process.env, GOFLAGS: '-mod=mod', GOPROXY: 'off' },
      });
      expect(printed.split('\n').filter(Boolean).sort()).toEqual(
        typedDeliveries.map(({ body }) => JSON.parse(body).hookId).sort(),
      );
    },
  );
});

/** Generates Go types with quicktype, from the schemas of all payloads in the document. */
async function generateGo(document: string): Promise<string> {
  const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
  for (const name of eventNames.map(payloadName)) {
    await input.addSource({ name, uris: [`#/components/schemas/${name}`], schema: document });
  }
  const inputData = new InputData();
  inputData.addInput(input);
  const { lines } = await quicktype({
    inputData,
    lang: 'go',
    rendererOptions: { package: 'main' },
  });
  return lines.join('\n');
}

/** Returns a Go program that reads each delivery as the type of its event and prints the hook's ID. */
function goProgram(): string {
  const cases = eventNames.map(
    (event) => `	case "${event}":
		payload, err := Unmarshal${payloadName(event)}(data)
		return payload.HookID, err`,
  );
  return `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

func read(data []byte) (string, error) {
	var envelope struct{ Event string }
	if err := json.Unmarshal(data, &envelope); err != nil {
		return "", err
	}
	switch envelope.Event {
${cases.join('\n')}
	}
	return "", fmt.Errorf("unknown event %s", envelope.Event)
}

func main() {
	files, _ := filepath.Glob("deliveries/*.json")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		hook, err := read(data)
		if err != nil {
			panic(file + ": " + err.Error())
		}
		fmt.Println(hook)
	}
}
`;
}
