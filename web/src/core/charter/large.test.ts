/** CHARTER12, CHARTER15: a full plan of 64 parties in three sectors. */
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes';
import { TestCharter } from '../testing/charter';
import { checkCertificate, neededFor } from './certificate';
import { activeParties, DAY_S, MAX_PARTIES } from './state';
import { ACT_REMOVE_PARTY, ACT_SET_RULES } from './statement';

const FOUNDERS = [1, 2, 3, 1, 2, 3, 1, 2];

/** Party n has device n. */
function full(): TestCharter {
  const charter = new TestCharter(FOUNDERS);
  for (let party = FOUNDERS.length + 1; party <= MAX_PARTIES; party++) admit(charter, party);
  return charter;
}

function admit(charter: TestCharter, party: number): void {
  const comer = charter.wait(1n).newcomer(1, 1 + ((party - 1) % 3));
  for (let device = 1; device <= Math.floor((party - 1) / 2) + 1; device++) {
    expect(charter.consent(device, comer)).toBe('ok');
  }
  charter.wait(14n * DAY_S);
  expect(charter.enact(comer)).toBe('ok');
}

/** The verdict after each consent, given by parties 1, 2, 3 … */
function verdicts(charter: TestCharter, proposal: Hex, most: number): string[] {
  return Array.from({ length: most }, (_, i) => {
    expect(charter.consent(i + 1, proposal)).toBe('ok');
    const later = charter.time + 14n * DAY_S;
    return checkCertificate(charter.state, charter.state.proposals.get(proposal), later);
  });
}

function firstOk(all: readonly string[]): number {
  expect(all.slice(all.indexOf('ok')).every((verdict) => verdict === 'ok')).toBe(true);
  expect(all.slice(0, all.indexOf('ok')).every((verdict) => verdict === 'no-consent')).toBe(true);
  return all.indexOf('ok') + 1;
}

describe('a plan of 64 parties in three sectors', () => {
  const charter = full();
  charter.wait(1n);
  const removal = charter.asked(1, { act: ACT_REMOVE_PARTY, party: MAX_PARTIES });
  const rules = charter.asked(2, { act: ACT_SET_RULES, rules: [] });
  const comer = charter.newcomer(3, 1);

  test('CHARTER15 admits no 65th, however many say yes', () => {
    expect(activeParties(charter.state)).toHaveLength(MAX_PARTIES);
    for (let device = 1; device <= MAX_PARTIES; device++) charter.consent(device, comer);
    expect(charter.enact(comer)).toBe('limit');
  });

  test('CHARTER12 33 of 64 remove one, whom it would take out not among them', () => {
    expect(charter.consent(MAX_PARTIES, removal)).toBe('forbidden');
    expect(firstOk(verdicts(charter, removal, 35))).toBe(33);
  });

  test('CHARTER12 no rule asks for more than 63 to remove one', () => {
    const rule = { act: ACT_REMOVE_PARTY, parties: 64, sectors: 3, noticeDays: 14 };
    const strict = { ...charter.state, rules: [rule] };
    expect(neededFor(strict, strict.proposals.get(removal)!).parties).toBe(63);
  });

  test('CHARTER12 43 of 64 change the rules: two thirds, rounded up', () => {
    expect(firstOk(verdicts(charter, rules, 45))).toBe(43);
  });
});
