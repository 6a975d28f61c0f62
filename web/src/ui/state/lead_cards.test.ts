import { expect, test } from 'vitest';
import { dueCards, keyOfCard } from './lead_cards';

const meeting = { id: 'm1', date: '2026-06-30' };

test('phones are put away at every meeting, and the tool is asked about twice a year', () => {
  const next = { id: 'm2', date: '2026-07-01' };
  const same = { id: 'm3', date: '2026-12-31' };
  const today = '2026-01-01';
  expect(keyOfCard('phones', meeting, today)).not.toBe(keyOfCard('phones', next, today));
  expect(keyOfCard('tool', meeting, today)).toBe('tool/2026-1');
  expect(keyOfCard('tool', next, today)).toBe('tool/2026-2');
  expect(keyOfCard('tool', same, today)).toBe('tool/2026-2');
});

test('a meeting without a day counts by today', () => {
  expect(keyOfCard('tool', { id: 'm', date: '' }, '2027-02-03')).toBe('tool/2027-1');
});

test('nobody is asked to put phones away before the day has come', () => {
  expect(dueCards(meeting, 'before', '2026-06-30', () => false)).toEqual(['unpaid', 'control']);
});

test('a card that is put away leaves the others', () => {
  const all = dueCards(meeting, 'during', '2026-06-30', () => false);
  expect(all[0]).toBe('phones');
  expect(all).toContain('tool');
  const rest = dueCards(meeting, 'during', '2026-06-30', (key) => key === 'phones/m1');
  expect(rest).toEqual(all.slice(1));
});
