import { domainToASCII } from 'node:url';
import mailProviders from 'email-providers/all.json' with { type: 'json' };

/** Mail providers and relays that are missing in the list. */
const moreProviders = [
  'addy.io',
  'anonaddy.me',
  'duck.com',
  'fastmail.com',
  'gmx.ch',
  'icloud.com.cn',
  'kakao.com',
  'mailfence.com',
  'mozmail.com',
  'passinbox.com',
  'passmail.net',
  'posteo.de',
  'relay.firefox.com',
  'simplelogin.com',
  'tuta.com',
  'tuta.io',
  'tutanota.com',
  'users.noreply.github.com',
  'vk.com',
  'yandex.kz',
  'zohomail.com',
];

/**
 * Returns a function that maps an email address to its company's domain, in lowercase ASCII, or to
 * undefined for the domains of mail providers.
 * @param morePublic more domains that do not belong to one company
 */
export function companyDomains(morePublic: readonly string[]) {
  const known = [...mailProviders, ...moreProviders, ...morePublic].map(domainToASCII);
  const publicDomains = new Set(known);
  return (email: string | null): string | undefined => {
    const domain = domainToASCII(email?.split('@').at(-1) ?? '');
    return domain.includes('.') && !publicDomains.has(domain) ? domain : undefined;
  };
}
