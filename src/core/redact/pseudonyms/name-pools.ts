/*
 * The parts of pseudonyms: plausible, recognizably fictional, and different from the people of the built-in
 * fixtures.
 */

// biome-ignore format: a list to read at a glance
export const givenNames = [
  'Alva', 'Anouk', 'Arlo', 'Astrid', 'Bram', 'Calla', 'Cosmo', 'Dara', 'Edda', 'Emeka', 'Enzo',
  'Fenja', 'Finlay', 'Greta', 'Hanno', 'Ilse', 'Imani', 'Ivo', 'Jorin', 'Juno', 'Kaito', 'Kira',
  'Lior', 'Liv', 'Mika', 'Mirren', 'Nils', 'Noor', 'Odile', 'Oona', 'Pia', 'Quinn', 'Rafa',
  'Runa', 'Sefa', 'Silas', 'Sunniva', 'Tamsin', 'Timo', 'Ulla', 'Vesna', 'Wren', 'Yara', 'Zeno',
] as const;

// biome-ignore format: a list to read at a glance
export const familyNames = [
  'Aldermoor', 'Ashgrove', 'Birkholt', 'Blackmere', 'Brackenfield', 'Calderwick', 'Copperdale',
  'Dunmarrow', 'Eastbrook', 'Elmhurst', 'Fairholme', 'Fenwater', 'Foxglove', 'Greenhollow',
  'Harrowgate', 'Hazelrigg', 'Ironbridge', 'Juniper', 'Kestrel', 'Larkspur', 'Lindqvale',
  'Marlowe', 'Mistwood', 'Netherby', 'Northmoor', 'Oakenshaw', 'Orrell', 'Pennyfield', 'Quillan',
  'Ravenscar', 'Rosedale', 'Silverton', 'Stonehaven', 'Thistlewood', 'Underhill', 'Vanterpool',
  'Westerlund', 'Whitlock', 'Wildermuth', 'Winterbourne', 'Yarrow', 'Zellweg',
] as const;

export const businesses = [
  'Bakery',
  'Foundry',
  'Labs',
  'Mills',
  'Press',
  'Studio',
  'Works',
] as const;

// biome-ignore format: one browser, one line
export const userAgents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
] as const;

// biome-ignore format: a list to read at a glance
export const locales = ['cs-CZ', 'da-DK', 'el-GR', 'fi-FI', 'is-IS', 'ko-KR', 'nl-NL', 'pt-PT', 'sv-SE', 'uk-UA'] as const;

// biome-ignore format: a list to read at a glance
export const timeZones = [
  'America/Bogota', 'America/Halifax', 'Asia/Almaty', 'Asia/Manila', 'Atlantic/Reykjavik',
  'Australia/Perth', 'Europe/Athens', 'Europe/Riga', 'Indian/Maldives', 'Pacific/Auckland',
] as const;
