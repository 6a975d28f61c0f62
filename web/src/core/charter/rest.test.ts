/** CHARTER12, CHARTER21, CHARTER30, CHARTER31: silence, sleep, and who came meanwhile. */
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes';
import { TestCharter } from '../testing/charter';
import { unacceptedBy } from './rest';
import { DAY_S } from './state';
import { ACT_CLOSE, ACT_LEAVE, ACT_REMOVE_PARTY, ACT_REST_PARTY, ACT_SET_RULES } from './statement';

/** Parties 1, 2 and 3 of sectors 1, 2 and 3; the third has been put to rest. */
function withSleeper(): TestCharter {
  const charter = new TestCharter([1, 2, 3]);
  const proposal = restAsked(charter);
  expect(charter.wait(120n * DAY_S).enact(proposal)).toBe('ok');
  return charter;
}

function restAsked(charter: TestCharter): Hex {
  const proposal = charter.asked(1, { act: ACT_REST_PARTY, party: 3 });
  charter.consent(1, proposal);
  charter.consent(2, proposal);
  return proposal;
}

function letIn(charter: TestCharter, sector: number): number {
  const proposal = charter.newcomer(1, sector);
  charter.consent(1, proposal);
  charter.consent(2, proposal);
  expect(charter.wait(14n * DAY_S).enact(proposal)).toBe('ok');
  return charter.state.parties.length;
}

describe('CHARTER13 CHARTER21 a rest', () => {
  test('after 120 days, whatever all agree on', () => {
    const charter = new TestCharter([1, 2, 3]);
    const proposal = restAsked(charter);
    charter.wait(120n * DAY_S - 1n);
    expect(charter.enact(proposal)).toBe('notice');
    charter.wait(1n);
    expect(charter.enact(proposal, [], { isSilent: false })).toBe('conflict');
    expect(charter.enact(proposal, [3])).toBe('malformed');
    const before = charter.state.constitution;
    expect(charter.enact(proposal)).toBe('ok');
    expect(charter.state.constitution).not.toBe(before);
    expect(charter.state.parties[2]?.restsSince).toBe(charter.time);
  });

  test('by all who are awake', () => {
    const charter = new TestCharter([1, 2, 3]);
    const proposal = charter.asked(1, { act: ACT_REST_PARTY, party: 3 });
    charter.consent(1, proposal);
    charter.wait(120n * DAY_S);
    expect(charter.enact(proposal)).toBe('no-consent');
    charter.consent(2, proposal);
    expect(charter.enact(proposal)).toBe('ok');
  });

  test('a sleeper is not removed, replaced or put to rest', () => {
    const charter = withSleeper();
    expect(charter.propose(1, { act: ACT_REMOVE_PARTY, party: 3 })).toBe('forbidden');
    expect(charter.propose(1, { act: ACT_REST_PARTY, party: 3 })).toBe('forbidden');
    expect(() => charter.newcomer(1, 3, 3)).toThrow('forbidden');
  });

  test('a removal that was asked before does not end it', () => {
    const charter = new TestCharter([1, 2, 3]);
    const rest = restAsked(charter);
    const removal = charter.asked(1, { act: ACT_REMOVE_PARTY, party: 3 });
    expect(charter.wait(120n * DAY_S).enact(rest)).toBe('ok');
    charter.consent(1, removal);
    charter.consent(2, removal);
    expect(charter.enact(removal, [3])).toBe('forbidden');
  });
});

describe('CHARTER13 CHARTER15 a replacement', () => {
  test('after 30 days of silence, with the ends of whom it replaces', () => {
    const charter = new TestCharter([1, 2, 3]);
    charter.recovery(3);
    const proposal = charter.newcomer(1, 3, 3);
    charter.consent(1, proposal);
    charter.consent(2, proposal);
    charter.wait(30n * DAY_S - 1n);
    expect(charter.enact(proposal, [3])).toBe('notice');
    charter.wait(1n);
    expect(charter.enact(proposal)).toBe('malformed');
    expect(charter.enact(proposal, [3], { isSilent: false })).toBe('conflict');
    expect(charter.enact(proposal, [3], { doCutsFit: false })).toBe('conflict');
    expect(charter.enact(proposal, [3])).toBe('ok');
    const { parties, persons, devices } = charter.state;
    expect(parties[2]).toMatchObject({ departure: 'replaced', removedAt: charter.time });
    expect(parties[3]).toMatchObject({ index: 4, sector: 3, notYetAcceptedBy: [] });
    expect([...persons.values()].filter(({ recovery }) => recovery)).toEqual([]);
    expect(devices[2]?.cut).toBeDefined();
    expect(devices[3]).toMatchObject({ party: 4, lacksKey: true });
  });

  test('CHARTER11 whom it would replace does not say yes, and is counted', () => {
    const charter = new TestCharter([1, 2, 3]);
    const proposal = charter.newcomer(1, 3, 3);
    expect(charter.consent(3, proposal)).toBe('forbidden');
    charter.consent(1, proposal);
    expect(charter.wait(30n * DAY_S).enact(proposal, [3])).toBe('no-consent');
  });

  test('CHARTER10 only in the place that the invitation names', () => {
    const charter = new TestCharter([1, 2, 3, 3]);
    const proposal = charter.newcomer(1, 3, 3);
    const { subject } = charter.state.proposals.get(proposal)!;
    const keys = charter.keys();
    const other = { ...subject, person: charter.id(), device: keys, replaces: 4 };
    const said = { type: 'propose' as const, subjectHash: '', expires: charter.time + 1n };
    expect(charter.say(0, { ...said, subject: other as typeof subject })).toBe('forbidden');
    const none = { ...other, replaces: 0 };
    expect(charter.say(0, { ...said, subject: none as typeof subject })).toBe('malformed');
  });
});

describe('CHARTER30 a party that wakes', () => {
  test('rests no longer; one that does not rest accepts somebody', () => {
    const charter = withSleeper();
    expect(charter.say(1, { type: 'wake', accepts: [] })).toBe('conflict');
    expect(charter.say(3, { type: 'wake', accepts: [1] })).toBe('not-found');
    const before = charter.state.constitution;
    expect(charter.say(3, { type: 'wake', accepts: [] })).toBe('ok');
    expect(charter.state.constitution).not.toBe(before);
    expect(charter.state.parties[2]?.restsSince).toBeUndefined();
    expect(charter.say(3, { type: 'wake', accepts: [] })).toBe('conflict');
  });

  test('accepts who came meanwhile, now or later, each once', () => {
    const charter = withSleeper();
    const [a, b] = [letIn(charter, 1), letIn(charter, 2)];
    expect(unacceptedBy(charter.state, 3)).toEqual([a, b]);
    expect(charter.say(3, { type: 'wake', accepts: [b, a] })).toBe('malformed');
    expect(charter.say(3, { type: 'wake', accepts: [a, a] })).toBe('malformed');
    expect(charter.say(3, { type: 'wake', accepts: [b] })).toBe('ok');
    expect(charter.say(3, { type: 'wake', accepts: [b] })).toBe('not-found');
    expect(charter.say(3, { type: 'wake', accepts: [a] })).toBe('ok');
    expect(charter.state.parties.flatMap((p) => p.notYetAcceptedBy)).toEqual([]);
  });
});

describe('CHARTER31 who came while another slept', () => {
  test('decides nothing about rules or closing, until it is accepted', () => {
    const charter = withSleeper();
    const comer = letIn(charter, 3);
    charter.say(3, { type: 'wake', accepts: [] });
    const device = charter.state.devices.length;
    const close = charter.asked(1, { act: ACT_CLOSE });
    expect(charter.consent(device, close)).toBe('forbidden');
    charter.consent(1, close);
    charter.consent(2, close);
    expect(charter.enact(close)).toBe('no-consent'); // the third is awake, and the only one of its sector
    expect(charter.say(3, { type: 'wake', accepts: [comer] })).toBe('ok');
    expect(charter.consent(device, close)).toBe('ok');
  });

  test('has no say about whom it did not ask, and one about others', () => {
    const charter = withSleeper();
    letIn(charter, 3);
    const device = charter.state.devices.length;
    charter.say(3, { type: 'wake', accepts: [] });
    const about3 = charter.asked(1, { act: ACT_REMOVE_PARTY, party: 3 });
    const about2 = charter.asked(1, { act: ACT_REMOVE_PARTY, party: 2 });
    const rest3 = charter.asked(1, { act: ACT_REST_PARTY, party: 3 });
    expect(charter.consent(device, about3)).toBe('forbidden');
    expect(charter.consent(device, rest3)).toBe('forbidden');
    expect(charter.consent(device, about2)).toBe('ok');
  });

  test('is as everybody once the sleeper is gone', () => {
    const charter = withSleeper();
    letIn(charter, 3);
    const device = charter.state.devices.length;
    charter.say(3, { type: 'wake', accepts: [] });
    const leave = charter.asked(3, { act: ACT_LEAVE });
    charter.consent(3, leave);
    expect(charter.wait(3n * DAY_S).enact(leave, [3])).toBe('ok');
    expect(charter.consent(device, charter.asked(1, { act: ACT_SET_RULES, rules: [] }))).toBe('ok');
  });

  test('CHARTER12 a sleeper is not asked who comes, and is asked about rules', () => {
    const charter = withSleeper();
    const rules = charter.asked(1, { act: ACT_SET_RULES, rules: [] });
    charter.consent(1, rules);
    charter.consent(2, rules);
    expect(charter.wait(60n * DAY_S).enact(rules)).toBe('no-consent'); // without a sector
    expect(letIn(charter, 3)).toBe(4);
  });
});
