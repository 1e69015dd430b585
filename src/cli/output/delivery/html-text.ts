const isPage = /^\s*(?:<!doctype html|<html\b)/i;
/** Elements whose content is not text. */
const skipped = new Set(['script', 'style', 'svg', 'template']);
/** Elements within a line. */
const inline = /^(?:a|abbr|b|code|em|i|kbd|mark|small|span|strong|sub|sup|u|var)$/;

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
};

/** Returns the distinct lines of text of an HTML page, its title first; undefined if it is not a page. */
export function htmlText(body: string): string[] | undefined {
  if (!isPage.test(body)) return undefined;
  let inside = '';
  let text = '';
  for (const token of body.split(/(<[^<>]*>)/)) {
    const [, close = '', tag = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(token) ?? [];
    const name = tag.toLowerCase();
    if (inside !== '') {
      if (close !== '' && name === inside) inside = '';
    } else if (close === '' && skipped.has(name)) inside = name;
    else if (name !== '') text += inline.test(name) ? '' : '\n';
    else if (!/^<[!?/]/.test(token)) text += token;
  }
  const lines = text.split('\n').map((line) => decode(line).replace(/\s+/g, ' ').trim());
  return [...new Set(lines)].filter((line) => line !== '');
}

function decode(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? `${entities[name]}` : whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
