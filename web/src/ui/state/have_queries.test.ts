import { describe, expect, test } from 'vitest';
import type { PlanView } from '../../app/port';
import {
  isAccountDue,
  lacks,
  lastStep,
  ourResourceFor,
  PLAN,
  promisesOf,
  resourcesFor,
} from './have_queries';

const DAY = 86_400;
const at = (seconds: number) => ({ person: 'p', name: 'Kari', party: 1, at: seconds });
const written = { created: at(0), edited: at(0), returned: false };

const need = (over: object = {}) => ({
  ...written,
  ...{ id: 'n', action: 'a', what: 'Hjelp', extent: '', kind: 'time', party: 0, resource: '' },
  ...over,
});

const action = (over: object = {}) => ({
  ...written,
  ...{ id: 'a', title: 'Middag', status: 'ongoing', parts: [], needs: [] },
  ...over,
});

const resource = (id: string, party: number, kind = 'time') => ({
  ...written,
  ...{ id, party, kind, what: id, extent: '', person: '', personName: '' },
});

function plan(over: object = {}, ...actions: object[]): PlanView {
  const parties = [1, 2, 3].map((index) => ({ index, state: index === 3 ? 'left' : 'active' }));
  const goals = [{ ...written, created: at(DAY), actions }];
  const lists = { resources: [], steppings: [], accounts: [] };
  return { me: { party: 1 }, parties, goals, ...lists, ...over } as unknown as PlanView;
}

describe('what is missing', () => {
  test('is what nobody carries, of what is not over', () => {
    const needs = [need(), need({ id: 'n2', party: 2 })];
    const found = lacks(plan({}, action({ needs }), action({ id: 'b', status: 'done', needs })));
    expect(found.map(({ need: one, action: of }) => [one.id, of.id])).toEqual([['n', 'a']]);
  });

  test('may be had by somebody who is here, and ours comes first', () => {
    const resources = [resource('theirs', 2), resource('gone', 3), resource('ours', 1)];
    const here = plan({ resources: [...resources, resource('room', 1, 'room')] });
    expect(resourcesFor(here, need() as never).map(({ id }) => id)).toEqual(['ours', 'theirs']);
    expect(resourcesFor(here, need({ kind: '' }) as never)).toEqual([]);
    expect(resourcesFor(here, need({ party: 2 }) as never)).toEqual([]);
    expect(ourResourceFor(here, need() as never)).toBe('ours');
    expect(ourResourceFor(here, need({ kind: 'money' }) as never)).toBe('');
  });
});

describe('a group that steps out', () => {
  test('has promised what it has not taken back, of what is not over', () => {
    const part = (yes: string) => [{ party: 1, text: 'meny', yes }];
    const found = promisesOf(
      plan(
        {},
        action({ id: 'a', parts: part('stands') }),
        action({ id: 'b', parts: part('none') }),
        action({ id: 'c', parts: part('back') }),
        action({ id: 'd', parts: part('stands'), status: 'dropped' }),
        action({ id: 'e' }),
      ),
      1,
    );
    expect(found.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('is told of by its last word', () => {
    const steppings = [
      { party: 1, out: true, words: 'pause' },
      { party: 2, out: true, words: '' },
      { party: 1, out: false, words: 'tilbake' },
    ];
    expect(lastStep(plan({ steppings }), 1)?.words).toBe('tilbake');
    expect(lastStep(plan({ steppings }), 2)?.out).toBe(true);
    expect(lastStep(plan({ steppings }), 3)).toBeUndefined();
  });
});

describe('what became better', () => {
  const never = { now: 400 * DAY, putOff: 0 };
  const account = (on: string, day: number) => ({ ...written, on, date: '', created: at(day) });

  test('is asked once of an action that is over', () => {
    expect(isAccountDue(plan({}, action({ status: 'done' })), 'a', never)).toBe(true);
    expect(isAccountDue(plan({}, action({ status: 'dropped' })), 'a', never)).toBe(true);
    expect(isAccountDue(plan({}, action()), 'a', never)).toBe(false);
    const said = { accounts: [account('a', 2 * DAY)] };
    expect(isAccountDue(plan(said, action({ status: 'done' })), 'a', never)).toBe(false);
    const putOff = { ...never, putOff: DAY };
    expect(isAccountDue(plan({}, action({ status: 'done' })), 'a', putOff)).toBe(false);
  });

  test('is asked half-yearly of the plan, and not again at once after "not now"', () => {
    expect(isAccountDue(plan({}), PLAN, { now: 100 * DAY, putOff: 0 })).toBe(false);
    expect(isAccountDue(plan({}), PLAN, never)).toBe(true);
    expect(isAccountDue(plan({}), PLAN, { ...never, putOff: 390 * DAY })).toBe(false);
    const said = plan({ accounts: [account(PLAN, 300 * DAY)] });
    expect(isAccountDue(said, PLAN, never)).toBe(false);
    expect(isAccountDue(said, PLAN, { ...never, now: 483 * DAY })).toBe(true);
  });
});
