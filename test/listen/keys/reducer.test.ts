import { describe, expect, it } from 'vitest';
import type { DeliverySummary } from '../../../src/listen/inspector/source.ts';
import { type Effect, reduceKey } from '../../../src/listen/keys/reducer.ts';
import {
  addDelivery,
  initialState,
  isShown,
  type KeysState,
} from '../../../src/listen/keys/state.ts';

const extent = { page: 10, last: 25 };

function delivery(id: string, changes: Partial<DeliverySummary> = {}): DeliverySummary {
  return {
    ...{ id, receivedAt: '2026-08-05T10:15:30.000Z', event: 'PostSignIn', hookId: null },
    ...{ signature: 'valid', sentence: `${id} signed in`, drift: 0, responded: 200 },
    ...{ key: null, path: '/', forward: null },
    ...{ replays: 0, lastReplay: null },
    ...changes,
  };
}

function pressAll(
  state: KeysState,
  names: readonly string[],
): { state: KeysState; effects: Effect[] } {
  const effects: Effect[] = [];
  const end = names.reduce((before, name) => {
    const text = [...name].length === 1 ? name : '';
    const pressed = reduceKey(before, { name, text }, extent);
    if (pressed.effect) effects.push(pressed.effect);
    return pressed.state;
  }, state);
  return { state: end, effects };
}

const three = ['a1', 'b2', 'c3'].map((id) => delivery(id)).reduce(addDelivery, initialState);

describe('the selection', () => {
  it.each([
    [['k'], 'c3'],
    [['down'], 'c3'],
    [['up', 'up'], 'b2'],
    [['k', 'k', 'k', 'k'], 'a1'],
    [['g'], 'a1'],
    [['g', 'j'], 'b2'],
    [['G'], 'c3'],
    [['k', 'escape'], null],
    [['k', 'x'], null],
  ])('after %j is %s', (names, selected) => {
    expect(pressAll(three, names).state.selected).toBe(selected);
  });

  it('stays on its delivery when another arrives', () => {
    const { state } = pressAll(three, ['k', 'k']);
    expect(addDelivery(state, delivery('d4')).selected).toBe('b2');
  });

  it('is needed to replay a delivery that was rejected for its signature', () => {
    const forged = delivery('d4', { signature: 'invalid', responded: 401 });
    const mixed = addDelivery(three, forged);
    const toForwarded = { ...forged, id: 'e5', forward: { url: 'http://localhost/', status: 401 } };
    expect(pressAll(mixed, ['r', 'k', 'r']).effects).toEqual([
      { does: 'replay', id: 'c3' },
      { does: 'replay', id: 'd4' },
    ]);
    expect(pressAll(addDelivery(mixed, toForwarded), ['r']).effects).toMatchObject([{ id: 'e5' }]);
    expect(pressAll(addDelivery(initialState, forged), ['r']).state.note).toBe(
      'There is nothing to replay: 1 delivery was rejected for its signature and never forwarded.',
    );
  });

  it('reports that nothing can be selected', () => {
    const { state, effects } = pressAll(initialState, ['k', 'r']);
    expect(effects).toEqual([]);
    expect(state.note).toBe('Nothing has been received yet.');
    expect(pressAll(state, ['j']).state.note).toBeNull();
  });
});

it.each([
  [['r'], { does: 'replay', id: 'c3' }],
  [['k', 'k', 'e'], { does: 'edit', id: 'b2' }],
  [['g', 'c'], { does: 'copy-curl', id: 'a1' }],
  [['k', 'y'], { does: 'copy-body', id: 'c3' }],
  [['k', 'h'], { does: 'copy-headers', id: 'c3' }],
  [['d'], { does: 'details', id: 'c3' }],
  [['enter'], { does: 'details', id: 'c3' }],
  [['o'], { does: 'open', id: null }],
  [['up', 'up', 'o'], { does: 'open', id: 'b2' }],
  [['x'], { does: 'clear' }],
  [['q'], { does: 'quit' }],
])('%j triggers %j', (names, effect) => {
  expect(pressAll(three, names).effects).toEqual([effect]);
});

describe('the filter', () => {
  const mixed = [
    delivery('d4', { event: 'User.Created', sentence: 'Ada was created' }),
    delivery('e5', { signature: 'invalid', responded: 401 }),
  ].reduce(addDelivery, three);

  it.each([
    ['user.*', 'd4'],
    ['*.created', 'd4'],
    ['invalid', 'e5'],
    ['401', 'e5'],
    ['a1 signed', 'a1'],
    ['ADA', 'd4'],
  ])('%s shows only %s', (filter, id) => {
    const { state } = pressAll(mixed, ['f', ...filter, 'enter', 'k', 'k']);
    expect(state).toMatchObject({ filter, selected: id, mode: { name: 'list' } });
    expect(['a1', 'd4', 'e5'].filter((one) => isShown(state, one))).toEqual([id]);
  });

  it('is edited at its end, and cleared with Esc', () => {
    expect(pressAll(mixed, ['f', 'a', 'b', 'backspace', 'c']).state.filter).toBe('ac');
    expect(pressAll(mixed, ['f', 'a', ' ', 'b', 'ctrl+w', 'c']).state.filter).toBe('a c');
    expect(pressAll(mixed, ['f', 'a', 'ctrl+u']).state.filter).toBe('');
    expect(pressAll(mixed, ['f', 'q', 'escape']).state).toMatchObject({
      filter: '',
      selected: null,
    });
    expect(pressAll(mixed, ['f', 'q', 'enter', 'escape']).state.filter).toBe('');
  });

  it('clears a selection that it hides', () => {
    expect(pressAll(mixed, ['k', 'f', 'U', 's', 'e', 'r']).state.selected).toBeNull();
  });
});

it('the search for samples matches words, and Enter sends the selected one', () => {
  expect(pressAll(three, ['s', ...'org mem', 'enter']).effects).toEqual([
    { does: 'send', event: 'Organization.Membership.Updated' },
  ]);
  expect(pressAll(three, ['s', 'down', 'down', 'up', 'enter']).effects).toEqual([
    { does: 'send', event: 'PostSignIn' },
  ]);
  expect(pressAll(three, ['s', ...'no such', 'enter']).effects).toEqual([]);
  expect(pressAll(three, ['s', 'r', 'escape']).state.mode).toEqual({ name: 'list' });
});

it.each([
  [['j', 'j', 'k'], 1],
  [[' '], 10],
  [['pagedown', 'pagedown', 'pagedown', 'pagedown'], 25],
  [['G', 'b'], 15],
  [['G', 'g'], 0],
  [['up'], 0],
])('%j scrolls to line %i', (names, top) => {
  expect(pressAll(three, ['?', ...names]).state.mode).toEqual({ name: 'help', top });
});

it('the state counts failures and keeps the last thousand deliveries', () => {
  let state = initialState;
  for (let i = 0; i < 1200; i++) {
    state = addDelivery(state, delivery(`n${i}`, { responded: i % 3 === 0 ? 500 : 200 }));
  }
  state = addDelivery(state, delivery('n1199', { replays: 1, lastReplay: '200' }));
  expect(state).toMatchObject({ received: 1200, failed: 400 });
  expect(state.deliveries).toHaveLength(1000);
  expect(state.deliveries.at(-1)).toMatchObject({ id: 'n1199', replays: 1 });
});
