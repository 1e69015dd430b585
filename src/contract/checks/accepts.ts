import { catalog } from '../../core/logto/catalog.ts';
import { type EventName, eventNames } from '../../core/logto/events.ts';
import { type Scenario, scenarios } from '../../core/logto/scenarios.ts';
import { type Check, coveredBy, type Finding, passed, skipped } from '../check.ts';
import { createFakeIdentities } from '../payloads/fake-identities.ts';
import { type EventVariant, withOptional } from '../payloads/payload-source.ts';
import type { ReceiverClient } from '../receiver/client.ts';
import { type Exchange, isAccepted, isSilent } from '../receiver/exchange.ts';
import { assertAccepted, coveredElsewhere, summarize, unexpectedResponse } from './assertions.ts';

/** Checks with every event that Logto sends, and with scenarios. */
export const acceptsChecks: readonly Check[] = [
  ...eventNames.map(acceptsEvent),
  {
    id: 'accepts/scenarios',
    group: 'accepts',
    severity: 'error',
    phase: 'isolated',
    why: 'One action in Logto emits several events in a row about the same user or organization.',
    sends: `${scenarios.length} scenarios, such as a sign-up, a suspension, and the life cycle of an organization, each in order`,
    remedy:
      'Answer 2xx to each event regardless of earlier events, and process it afterwards, in the background.',
    run: runScenarios,
  },
  {
    id: 'accepts/fuzz',
    group: 'accepts',
    severity: 'error',
    phase: 'isolated',
    why: 'Users, tenants and later versions of Logto can put any valid value into a field. Generated payloads reveal cases that no fixture covers.',
    sends:
      'only with --fuzz: payloads generated from the schemas, with nulls, missing fields, empty and huge lists, unusual and long text, extreme numbers, and unknown fields',
    remedy: 'Handle every value that the event schema allows.',
    // The command replaces this function, so that only --fuzz loads the generators.
    run: async () => skipped('Runs only with --fuzz.'),
  },
];

function acceptsEvent(event: EventName): Check {
  const { meaning, triggers } = catalog[event];
  const variants = triggers.map(({ variant }) => variant);
  return {
    id: `accepts/${event}`,
    group: 'accepts',
    severity: 'error',
    phase: 'first',
    why: `Logto sends ${event}: ${uncapitalize(meaning)} Any response other than 2xx is logged as an Error and, up to 1.42, never retried.`,
    sends:
      variants.length === 1
        ? `${event}, signed as Logto signs it`
        : `${event} as sent by each of ${variants.length} triggers: ${variants.join(', ')}`,
    remedy: 'Answer 2xx to every signed event, even if you do not handle it.',
    run: (client) => runEvent(client, event),
  };
}

function uncapitalize(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

async function runEvent(client: ReceiverClient, event: EventName): Promise<Finding> {
  const variants = client.session.variantsOf(event);
  const exchanges: Exchange[] = [];
  const findings: Finding[] = [];
  await client.session.each(variants, async (variant) => {
    if (findings.length > 0) return;
    const subject = { event, variant };
    const exchange = await client.deliver(subject);
    const finding = isAccepted(exchange) ? undefined : await examine(client, subject, exchange);
    if (finding) findings.push(finding);
    else exchanges.push(exchange);
  });
  return findings[0] ?? passed(summarize(exchanges));
}

/** Returns why an event is refused, or the check that covers it; undefined if it is accepted after all. */
async function examine(
  client: ReceiverClient,
  subject: EventVariant,
  exchange: Exchange,
): Promise<Finding | undefined> {
  const refused = {
    ...unexpectedResponse(exchange),
    sent: `${exchange.sent}, ${subject.variant}`,
    failure: { variant: subject, exchange },
  };
  if (isSilent(exchange)) return coveredElsewhere(exchange) ?? refused;
  const nothing = coveredElsewhere(exchange);
  if (nothing) return nothing;
  if (await acceptsInHistory(client, subject)) return undefined;
  return (await lacksOptional(client, subject))
    ? coveredBy(
        refused,
        'tolerates/missing-optional',
        'It is refused only because optional fields are missing',
      )
    : refused;
}

/** Returns whether an event is accepted after its entity was created; tolerates/out-of-order covers that. */
async function acceptsInHistory(client: ReceiverClient, subject: EventVariant): Promise<boolean> {
  const { session } = client;
  const identities = createFakeIdentities();
  await client.deliverCreations(identities, subject.event);
  const exchange = await client.post(client.payloads.text(subject, identities));
  session.needsCreationFirst ||= isAccepted(exchange);
  return isAccepted(exchange);
}

/** Returns whether an event is accepted with all optional fields set. */
async function lacksOptional(client: ReceiverClient, subject: EventVariant): Promise<boolean> {
  const payload = await client.payload(subject);
  const filled = withOptional(payload);
  if (JSON.stringify(filled) === JSON.stringify(payload)) return false;
  return isAccepted(await client.post(filled, { note: 'with all optional fields' }));
}

async function runScenarios(client: ReceiverClient): Promise<Finding> {
  const { session } = client;
  const isJudged = (subject: EventVariant) =>
    session.includes(subject) && !session.isSilentOn(subject);
  const exchanges: Exchange[] = [];
  const failures: Finding[] = [];
  await session.each(scenarios, async ({ name, steps }: Scenario) => {
    const identities = createFakeIdentities();
    for (const subject of steps.filter(isJudged)) {
      if (failures.length > 0) return;
      const exchange = await client.post(client.payloads.text(subject, identities));
      const finding = await assertAccepted(exchange, () => client.deliver(subject));
      if (finding?.status === 'failed') {
        failures.push({ ...finding, sent: `${name}: ${exchange.sent}` });
      }
      // An event that is also refused alone has its own check.
      if (!finding) exchanges.push(exchange);
    }
  });
  if (failures[0]) return failures[0];
  if (exchanges.length === 0) return skipped('No event of a scenario is subscribed and accepted.');
  return passed(summarize(exchanges));
}
