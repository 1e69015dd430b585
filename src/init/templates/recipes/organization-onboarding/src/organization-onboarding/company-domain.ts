import { domainToASCII } from 'node:url';
import mailProviders from 'email-providers/all.json' with { type: 'json' };

/** Mail providers and relays that the list lacks. */
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
 * Makes a function that takes an email address and returns the domain of the company it is from, in
 * ASCII and lower case; undefined where anyone can have such an address.
 * @param morePublic domains that are nobody's company either
 */
export function companyDomains(morePublic: readonly string[]) {
  const known = [...mailProviders, ...moreProviders, ...morePublic].map(domainToASCII);
  const publicDomains = new Set(known);
  return (email: string | null): string | undefined => {
    const domain = domainToASCII(email?.split('@').at(-1) ?? '');
    return domain.includes('.') && !publicDomains.has(domain) ? domain : undefined;
  };
}
