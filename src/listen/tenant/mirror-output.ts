import { isDeepStrictEqual } from 'node:util';
import { plainText } from '../../cli/output/text/plain-text.ts';
import type { Style } from '../../cli/terminal/index.ts';
import { maskPath } from '../../core/http/mask-url.ts';
import { eventsOf, type Webhook } from '../../tenant/api/schemas.ts';
import { renderCondition } from '../../tenant/output/webhook-condition.ts';
import { hostsOf, type MirrorSelection, pathOf, webhookUrl } from './mirror-selection.ts';

/** Renders what users may not expect of the mirrored webhooks. */
export function renderSelection(
  { mirrored, otherEvents, invalidUrls }: MirrorSelection,
  { forwardTo }: { readonly forwardTo?: URL | undefined },
  style: Style,
): string[] {
  const lines = [
    ...invalidUrls.map((webhook) => `${nameOf(webhook)} has an invalid URL and is not mirrored.`),
    ...otherEvents.map(
      (webhook) => `${nameOf(webhook)} has none of these events and is not mirrored.`,
    ),
    ...repeatedPaths(mirrored).map(
      ({ path, hosts }) =>
        `Webhooks on ${hosts.join(' and ')} deliver to ${path}: your app receives their common events once for each. To mirror one host: --mirror ${hosts[0]}`,
    ),
  ];
  if (forwardTo && (forwardTo.pathname !== '/' || forwardTo.search !== '')) {
    lines.push(
      `All webhooks are delivered to the path of --forward-to. To keep their own paths, forward to ${forwardTo.origin}.`,
    );
  }
  return lines.map((line) => style.yellow(`! ${line}`));
}

/**
 * Returns the paths that webhooks on several hosts have in common: usually several environments, whose queries
 * may have different secrets.
 */
function repeatedPaths(webhooks: readonly Webhook[]): { path: string; hosts: string[] }[] {
  const pathnameOf = (webhook: Webhook) => webhookUrl(webhook)?.pathname ?? '/';
  return [...new Set(webhooks.map(pathnameOf))]
    .map((path) => ({
      path: plainText(path, 80),
      hosts: hostsOf(webhooks.filter((webhook) => pathnameOf(webhook) === path)),
    }))
    .filter(({ hosts }) => hosts.length > 1);
}

/** Renders how a mirrored webhook has changed; nothing if it delivers as before. */
export function renderChange(before: Webhook, now: Webhook, style: Style): string[] {
  const [oldEvents, events] = [eventsOf(before), eventsOf(now)];
  const added = events.filter((event) => !oldEvents.includes(event));
  const removed = oldEvents.filter((event) => !events.includes(event));
  const changes = [
    pathOf(before) === pathOf(now) ? [] : `delivers to ${shownPath(now)} now`,
    before.signingKey === now.signingKey ? [] : 'has a new signing key, which signs from now on',
    isDeepStrictEqual(before.config.headers ?? {}, now.config.headers ?? {})
      ? []
      : 'has other custom headers now',
    added.length > 0 ? `is subscribed to ${listOf(added)} now` : [],
    removed.length > 0 ? `is no longer subscribed to ${listOf(removed)}` : [],
  ].flat();
  const condition = (enabled: boolean) => ({ enabled, missing: [] });
  return [
    ...renderCondition(now, condition(now.enabled), condition(before.enabled), style),
    ...changes.map((change) => style.cyan(`${nameOf(now)} ${change}.`)),
  ];
}

export function renderAdded(webhook: Webhook, style: Style): string {
  return style.cyan(`${nameOf(webhook)} is mirrored to ${shownPath(webhook)} from now on.`);
}

/** @param exists whether the tenant still has the webhook, with settings that exclude it */
export function renderRemoved(webhook: Webhook, exists: boolean, style: Style): string {
  const why = exists ? 'does not match anymore and is no longer mirrored' : 'was deleted';
  return style.yellow(`! ${nameOf(webhook)} ${why}.`);
}

function shownPath(webhook: Webhook): string {
  return plainText(maskPath(pathOf(webhook)), 80);
}

function nameOf({ name, id }: Webhook): string {
  return `Webhook '${plainText(name, 60) || plainText(id.slice(0, 8))}'`;
}

function listOf(events: readonly string[]): string {
  const named = events.slice(0, 5).map((event) => plainText(event, 60));
  const more = events.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
