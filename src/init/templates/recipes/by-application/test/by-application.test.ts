import { expect, it } from 'vitest';
import { fallback, onRegistration } from '../src/by-application/registrations.ts';
import { createByApplication } from '../src/handlers/by-application.ts';
import { createTestContext } from './testing/context.ts';
import { postRegister, shop } from './testing/interaction-payloads.ts';

/** Returns what a sign-up logs, without the times. */
async function logged(env: Record<string, string>, payload = postRegister()) {
  const { context, lines } = createTestContext();
  await createByApplication(env).on?.PostRegister?.(payload, context);
  return withoutTimes(lines);
}

async function loggedBy(register: typeof fallback, payload = postRegister()) {
  const { context, lines } = createTestContext();
  await register(payload, context);
  return withoutTimes(lines);
}

function withoutTimes(lines: readonly string[]): unknown[] {
  return lines.map((line) => ({ ...JSON.parse(line), time: undefined }));
}

it('handles a sign-up by its application', async () => {
  for (const [name, register] of Object.entries(onRegistration)) {
    const lines = await logged({ APPLICATIONS: `${name} = ${shop.id}` });
    expect(lines).toEqual(await loggedBy(register));
  }
});

it.each([
  ['an application that is not listed', postRegister()],
  ['no application', (({ application: _, ...rest }) => rest)(postRegister())],
])('has a fallback for %s', async (_, payload) => {
  expect(await logged({}, payload)).toEqual(await loggedBy(fallback, payload));
});

it('handles a payload without the user', async () => {
  const { user: _, ...payload } = postRegister();
  await expect(logged({}, payload)).resolves.toHaveLength(1);
});

it.each([
  ['shop', 'APPLICATIONS must look like shop=id'],
  ['shop=a=b', 'APPLICATIONS must look like shop=id'],
  ['forum=a', "APPLICATIONS has 'forum', but the code knows only: shop, backoffice"],
  ['shop=a,backoffice=a', 'APPLICATIONS has a twice'],
])('does not start with %s', (applications, problem) => {
  expect(() => createByApplication({ APPLICATIONS: applications })).toThrow(problem);
});
