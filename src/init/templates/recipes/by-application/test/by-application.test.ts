import { expect, it } from 'vitest';
import { onRegistration, otherwise } from '../src/by-application/registrations.ts';
import { createByApplication } from '../src/handlers/by-application.ts';
import { createTestContext } from './testing/context.ts';
import { postRegister, shop } from './testing/payloads.ts';

/** What is logged when someone registers, without the time. */
async function logged(env: Record<string, string>, payload = postRegister()) {
  const { context, lines } = createTestContext();
  await createByApplication(env).on?.PostRegister?.(payload, context);
  return withoutTimes(lines);
}

async function loggedBy(register: typeof otherwise, payload = postRegister()) {
  const { context, lines } = createTestContext();
  await register(payload, context);
  return withoutTimes(lines);
}

function withoutTimes(lines: readonly string[]): unknown[] {
  return lines.map((line) => ({ ...JSON.parse(line), time: undefined }));
}

it('treats a registration by its application', async () => {
  for (const [name, register] of Object.entries(onRegistration)) {
    const lines = await logged({ APPLICATIONS: `${name} = ${shop.id}` });
    expect(lines).toEqual(await loggedBy(register));
  }
});

it.each([
  ['an application that is not listed', postRegister()],
  ['no application', (({ application: _, ...rest }) => rest)(postRegister())],
])('has a default for %s', async (_, payload) => {
  expect(await logged({}, payload)).toEqual(await loggedBy(otherwise, payload));
});

it('is right where the user could not be read', async () => {
  const { user: _, ...payload } = postRegister();
  await expect(logged({}, payload)).resolves.toHaveLength(1);
});

it.each([
  ['shop', 'APPLICATIONS must look like shop=id'],
  ['shop=a=b', 'APPLICATIONS must look like shop=id'],
  ['forum=a', "APPLICATIONS names 'forum', but there is code for: shop, backoffice"],
  ['shop=a,backoffice=a', 'APPLICATIONS names a twice'],
])('does not start with %s', (applications, problem) => {
  expect(() => createByApplication({ APPLICATIONS: applications })).toThrow(problem);
});
