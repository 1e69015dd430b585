import { describe, expect, it } from 'vitest';
import { hasPath, parsePath, setPath, unsetPath } from '../../../src/core/payload/path.ts';

describe('parsePath', () => {
  it.each([
    ['hookId', ['hookId']],
    ['user.name', ['user', 'name']],
    ['data[0].id', ['data', 0, 'id']],
    ['data.0.id', ['data', '0', 'id']],
    ['customData["a.b"].c', ['customData', 'a.b', 'c']],
    [`customData['say "hi"']`, ['customData', 'say "hi"']],
    ['customData["\\"]"]', ['customData', '"]']],
    ['["odd key"]', ['odd key']],
  ])('parses %s', (text, segments) => {
    expect(parsePath(text)).toEqual(segments);
  });

  it.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a[b]', 'a["b]', 'a]b'])('refuses %j', (text) => {
    expect(() => parsePath(text)).toThrow(/path/);
  });
});

describe('setPath and unsetPath', () => {
  it('change existing values and create missing ones', () => {
    const payload = { user: { name: 'Ada', tags: ['a', 'b', 'c'] }, application: null };
    setPath(payload, ['user', 'name'], null);
    setPath(payload, ['user', 'tags', '1'], 'B');
    setPath(payload, ['application', 'id'], 'x');
    unsetPath(payload, ['user', 'tags', '0']);
    unsetPath(payload, ['user', 'missing', 'deeper']);
    expect(payload).toEqual({ user: { name: null, tags: ['B', 'c'] }, application: { id: 'x' } });
  });

  it('create arrays for brackets and objects for names', () => {
    const payload = { customData: {} };
    setPath(payload, parsePath('customData.tags[0].name'), 'a');
    setPath(payload, parsePath('customData.tags[1]'), 'b');
    setPath(payload, parsePath('customData.years.2026'), true);
    expect(payload).toEqual({
      customData: { tags: [{ name: 'a' }, 'b'], years: { 2026: true } },
    });
  });

  it('treat __proto__ as a key like any other', () => {
    const payload = {};
    setPath(payload, ['__proto__', 'polluted'], true);
    expect(Object.hasOwn(payload, '__proto__')).toBe(true);
    expect('polluted' in {}).toBe(false);
    expect(hasPath({}, ['constructor'])).toBe(false);
  });

  it('refuse a path through a scalar', () => {
    expect(() => setPath({ user: { name: 'Ada' } }, ['user', 'name', 'first'], 'A')).toThrow(
      `'user.name' is "Ada": nothing can be set inside it.`,
    );
    expect(() => setPath({ data: [] }, ['data', 'name'], 1)).toThrow(/leads into an array/);
    expect(() => setPath({ data: ['a'] }, parsePath('data[4000000000]'), 'b')).toThrow(
      `'data.4000000000' is past the end of an array.`,
    );
  });
});
