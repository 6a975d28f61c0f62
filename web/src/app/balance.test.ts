import { describe, expect, test } from 'vitest';
import { coveredWords } from '../core/plan/actions';
import type { PlanContent } from '../core/plan/content';
import type { Entry } from '../core/charter/statement';
import { balanceOf, quarterOf } from './balance';

const day = (iso: string): number => Date.parse(`${iso}T12:00:00Z`) / 1000;
const SPRING = day('2027-02-10');
const SUMMER = day('2027-05-10');

const made = (device: number, at = SPRING) => ({
  created: { device, at },
  edited: { device, at },
  returned: false,
});

const yes = (device: number, at = SPRING) => {
  const words = [coveredWords({ title: 'Middag', parts: [] }, device)];
  return { device, at, count: 1, about: '', words };
};

const action = (over: object) => ({
  ...made(1),
  ...{ id: 'a1', mode: 'together', parts: [], yeses: [], needs: [] },
  ...over,
});

const empty = { goals: [], decisions: [], meetings: [] };

/** Devices 1 and 2 are of citizens, 3 of volunteers, 5 and 6 of one municipal group. */
const PARTY: Record<number, number> = { 1: 1, 2: 2, 3: 3, 5: 5, 6: 5 };
const SECTOR: Record<number, number> = { 1: 1, 2: 1, 3: 2, 5: 3 };

function balance(content: object, history: readonly object[] = []) {
  return balanceOf({
    content: { ...empty, ...content } as unknown as PlanContent,
    history: history as readonly Entry[],
    partyOf: (device) => PARTY[device] ?? 0,
    sectorOf: (party) => SECTOR[party] ?? 0,
  });
}

const withActions = (...actions: object[]) => ({ goals: [{ actions }] });

describe('who proposes, decides and does', () => {
  test('is counted per sector and quarter, oldest first', () => {
    const later = action({ id: 'a2', ...made(3, SUMMER) });
    const { periods } = balance(withActions(later, action({ yeses: [yes(5)] })));
    expect(periods.map(({ from }) => from)).toEqual(['2027-01-01', '2027-04-01']);
    expect(periods[0]!.sectors).toEqual([
      { sector: 1, proposes: 1, decides: 0, does: 0 },
      { sector: 3, proposes: 0, decides: 1, does: 0 },
    ]);
  });

  test('counts a group once for one thing, however many of its people said it', () => {
    const { periods } = balance(withActions(action({ yeses: [yes(5), yes(6), yes(5)] })));
    expect(periods[0]!.sectors.find(({ sector }) => sector === 3)?.decides).toBe(1);
  });

  test('counts no yes that is taken back as one more', () => {
    const back = { ...yes(5, SUMMER), words: ['back', [[5, 1]]] };
    const { periods } = balance(withActions(action({ yeses: [yes(5), back] })));
    expect(periods).toHaveLength(1);
  });

  test('counts parts, takes and needs carried as what is done', () => {
    const parts = [{ party: 1, text: 'meny' }];
    const needs = [
      { ...made(3), id: 'n1', party: 3 },
      { ...made(3), id: 'n2', party: 0 },
    ];
    const meetings = [{ ...made(5), id: 'm1', takes: [{ party: 5, text: 'ringer' }] }];
    const { periods } = balance({ ...withActions(action({ parts, needs })), meetings });
    expect(periods[0]!.sectors.map(({ sector, does }) => [sector, does])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
  });

  test('counts what a helper wrote down for the group that it was for', () => {
    const stance = { device: 5, at: SPRING, behalf: { name: 'Olga', party: 2, slip: '' } };
    const decisions = [{ ...made(5), id: 'd1', on: '', stances: [stance] }];
    const { periods } = balance({ decisions });
    expect(periods[0]!.sectors[0]).toEqual({ sector: 1, proposes: 0, decides: 1, does: 0 });
  });

  test('counts proposals and consents of the charter, not what a group settles about itself', () => {
    const at = { time: BigInt(SPRING) };
    const said = (hash: string, device: number, body: object) => ({
      position: at,
      statement: { hash, device, body },
    });
    const { periods } = balance({}, [
      said('p1', 3, { type: 'propose', subject: { act: 3 } }),
      said('c1', 5, { type: 'consent', proposal: 'p1' }),
      said('p2', 3, { type: 'propose', subject: { act: 10 } }),
      said('c2', 3, { type: 'consent', proposal: 'p2' }),
      said('p3', 9, { type: 'propose', subject: { act: 1 } }),
    ]);
    expect(periods[0]!.sectors).toEqual([
      { sector: 2, proposes: 1, decides: 0, does: 0 },
      { sector: 3, proposes: 0, decides: 1, does: 0 },
    ]);
  });
});

describe('one sector that decides for the others', () => {
  const three = (mode: string) =>
    withActions(...['a1', 'a2', 'a3'].map((id) => action({ id, mode, yeses: [yes(5)] })));

  test('is told of', () => {
    expect(balance(three('together')).alone).toBe(3);
  });

  test('is never told of where each does its own', () => {
    expect(balance(three('each')).alone).toBeUndefined();
  });

  test('is not told of where another has decided too, or hardly anything was decided', () => {
    const other = action({ id: 'a4', yeses: [yes(1)] });
    const { goals } = three('together');
    expect(balance({ goals: [...goals, { actions: [other] }] }).alone).toBeUndefined();
    expect(balance(withActions(action({ yeses: [yes(5)] }))).alone).toBeUndefined();
  });
});

test('a quarter begins by the same clock for all', () => {
  expect(quarterOf(day('2027-12-31'))).toBe('2027-10-01');
  expect(quarterOf(Date.parse('2027-01-01T00:00:00Z') / 1000)).toBe('2027-01-01');
});
