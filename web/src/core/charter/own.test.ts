/** CHARTER27 at its limits: how many, how long, and against whose no. */
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes';
import { TestCharter } from '../testing/charter';
import { checkEffect } from './enact';
import { neededForOwnAct } from './own';
import { DAY_S, signersOf } from './state';
import {
  ACT_CLEAR_RECOVERY,
  ACT_END_DEVICES,
  ACT_LEAVE,
  ACT_REST_PARTY,
  ACT_SET_RULES,
  ACT_SET_SIGNERS,
  type EndDevices,
} from './statement';

/** Party 1 has persons with devices 1, 3, 4 … in all `signers`; party 2 has device 2. */
function plan(signers: number, signerRule = 1): { charter: TestCharter; members: number[] } {
  const charter = new TestCharter([1, 2]);
  const members = [1];
  while (members.length < signers) members.push(charter.signer(1));
  if (signerRule > 1) {
    const proposal = charter.asked(1, { act: ACT_SET_SIGNERS, signerRule });
    expect(charter.consent(1, proposal)).toBe('ok');
    expect(charter.wait(3n * DAY_S).enact(proposal)).toBe('ok');
  }
  return { charter, members };
}

function allOf(charter: TestCharter, device: number): EndDevices {
  return { act: ACT_END_DEVICES, person: charter.personOf(device), device: 0 };
}

describe('CHARTER27 how many say yes', () => {
  test.each([1, 2, 3])('a signer rule of %i of four', (rule) => {
    const { charter, members } = plan(4, rule);
    const gone = members[3]!;
    const proposal = charter.asked(1, allOf(charter, gone));
    charter.wait(3n * DAY_S);
    for (const member of members.slice(0, rule)) {
      expect(charter.enact(proposal, [gone])).toBe('no-consent');
      expect(charter.consent(member, proposal)).toBe('ok');
    }
    const needs = neededForOwnAct(charter.state, charter.state.proposals.get(proposal)!, 0n);
    expect([needs.yes.length, needs.needed]).toEqual([rule, rule]);
    expect(charter.enact(proposal, [gone])).toBe('ok');
    expect(signersOf(charter.state, 1).size).toBe(3);
    expect(charter.consent(gone, proposal)).toBe('ended');
  });

  test('neither whom it concerns nor another party has a say in it', () => {
    const { charter, members } = plan(2);
    const proposal = charter.asked(1, allOf(charter, members[1]!));
    expect(charter.consent(members[1]!, proposal)).toBe('forbidden');
    expect(charter.consent(2, proposal)).toBe('forbidden');
    expect(charter.object(2, proposal)).toBe('forbidden');
    const withdraw = { type: 'withdraw' as const, statement: proposal };
    expect(charter.say(members[1]!, withdraw)).toBe('forbidden');
    expect(charter.say(2, withdraw)).toBe('forbidden');
    expect(charter.say(1, withdraw)).toBe('ok');
  });

  test.each([
    [2, 1, 'no-consent'], // one of two is not more than half
    [3, 1, 'no-consent'],
    [3, 2, 'ok'],
    [4, 2, 'no-consent'],
    [4, 3, 'ok'],
  ])('against whom it concerns: %i signers, %i of them for it: %s', (signers, yes, verdict) => {
    const { charter, members } = plan(signers);
    const gone = members.at(-1)!;
    const proposal = charter.asked(1, allOf(charter, gone));
    for (const member of members.slice(0, yes)) charter.consent(member, proposal);
    expect(charter.object(gone, proposal)).toBe('ok');
    expect(charter.wait(3n * DAY_S).enact(proposal, [gone])).toBe(verdict);
  });

  test('anybody else of the party stops it, however many are for it', () => {
    const { charter, members } = plan(4);
    const proposal = charter.asked(1, allOf(charter, members[3]!));
    charter.consent(1, proposal);
    charter.consent(members[1]!, proposal);
    charter.object(members[2]!, proposal);
    expect(charter.wait(3n * DAY_S).enact(proposal, [members[3]!])).toBe('no-consent');
  });

  test('about oneself nobody is asked, and nobody stops it', () => {
    const { charter, members } = plan(3, 2);
    const proposal = charter.asked(members[1]!, allOf(charter, members[1]!));
    expect(charter.object(1, proposal)).toBe('ok');
    charter.wait(3n * DAY_S - 1n);
    expect(charter.enact(proposal, [members[1]!])).toBe('notice');
    expect(charter.wait(1n).enact(proposal, [members[1]!])).toBe('ok');
  });

  test('a consent outlives the constitution, but not its own end', () => {
    const { charter, members } = plan(2);
    const proposal = charter.asked(1, allOf(charter, members[1]!));
    charter.consent(1, proposal);
    const rules = charter.asked(1, { act: ACT_SET_RULES, rules: [] });
    charter.consent(1, rules);
    charter.consent(2, rules);
    expect(charter.enact(rules)).toBe('ok');
    expect(charter.wait(3n * DAY_S).enact(proposal, [members[1]!])).toBe('ok');
  });
});

describe('CHARTER27 how long', () => {
  test('three days', () => {
    const { charter, members } = plan(2);
    const proposal = charter.asked(1, allOf(charter, members[1]!));
    charter.consent(1, proposal);
    charter.wait(3n * DAY_S - 1n);
    expect(charter.enact(proposal, [members[1]!])).toBe('notice');
    expect(charter.wait(1n).enact(proposal, [members[1]!])).toBe('ok');
  });

  test('at once for a person that was never confirmed', () => {
    const { charter } = plan(1);
    const device = charter.joined(1);
    const proposal = charter.asked(1, allOf(charter, device));
    expect(charter.enact(proposal, [device])).toBe('no-consent');
    charter.consent(1, proposal);
    expect(charter.enact(proposal, [device])).toBe('ok');
  });

  test('seven days and two persons to clear a recovery', () => {
    const { charter, members } = plan(3);
    charter.recovery(members[2]!);
    expect(charter.rekey(1)).toBe('ok');
    const person = charter.personOf(members[2]!);
    const proposal = charter.asked(1, { act: ACT_CLEAR_RECOVERY, person });
    charter.consent(1, proposal);
    charter.wait(7n * DAY_S - 1n);
    expect(charter.enact(proposal)).toBe('no-consent');
    charter.consent(members[1]!, proposal);
    expect(charter.enact(proposal)).toBe('notice');
    expect(charter.wait(1n).enact(proposal)).toBe('ok');
    expect(charter.state.persons.get(person)?.recovery).toBeUndefined();
    expect(charter.state.awaitsRekey).toBe(true);
  });
});

describe('CHARTER27 what ends', () => {
  function ended(charter: TestCharter, subject: EndDevices, ends: number[]): string {
    const proposal = charter.asked(1, subject);
    charter.consent(1, proposal);
    return charter.wait(3n * DAY_S).enact(proposal, ends);
  }

  test('exactly the devices that end are named', () => {
    const { charter, members } = plan(2);
    const second = charter.joined(members[1]!, charter.personOf(members[1]!));
    const [one, two] = [members[1]!, second];
    const proposal = charter.asked(1, allOf(charter, one));
    charter.consent(1, proposal);
    charter.wait(3n * DAY_S);
    for (const wrong of [[], [one], [two], [two, one], [one, two, 2]]) {
      expect(charter.enact(proposal, wrong)).toBe('malformed');
    }
    expect(charter.enact(proposal, [one, two], { doCutsFit: false })).toBe('conflict');
    expect(charter.enact(proposal, [one, two])).toBe('ok');
  });

  test('one device by name, with the invitations that it said', () => {
    const { charter, members } = plan(2);
    const second = charter.joined(members[1]!, charter.personOf(members[1]!));
    const keys = charter.keys();
    const own = { party: 1, sector: 0, person: '', replaces: 0 };
    const rest = { keys: [], card: new Uint8Array(), expires: charter.time + 90n * DAY_S };
    charter.must(second, { type: 'invite', ...keys, ...own, ...rest });
    const subject = { ...allOf(charter, second), device: second };
    expect(ended(charter, subject, [second])).toBe('ok');
    expect(charter.state.invitations.get(keys.signKey)?.isRevoked).toBe(true);
    expect(charter.state.devices[members[1]! - 1]?.cut).toBeUndefined();
  });

  test('not the last signer, and not what has ended', () => {
    const { charter, members } = plan(2);
    const proposal = charter.asked(1, allOf(charter, 1));
    const other = charter.asked(1, allOf(charter, members[1]!));
    charter.consent(1, other);
    charter.wait(3n * DAY_S);
    expect(charter.enact(other, [members[1]!])).toBe('ok');
    expect(charter.enact(proposal, [1])).toBe('forbidden');
    expect(charter.propose(1, allOf(charter, members[1]!))).toBe('ended');
  });

  test('a recovery alone, which was left behind', () => {
    const { charter, members } = plan(2);
    const person: Hex = charter.personOf(members[1]!);
    const device = { act: ACT_END_DEVICES, person, device: members[1]! } as const;
    expect(ended(charter, device, [members[1]!])).toBe('ok');
    expect(charter.propose(1, { ...device, device: 0 })).toBe('ended');
    const { charter: other, members: theirs } = plan(2);
    other.recovery(theirs[1]!);
    const one = { ...allOf(other, theirs[1]!), device: theirs[1]! };
    expect(ended(other, one, [theirs[1]!])).toBe('ok');
    expect(ended(other, { ...one, device: 0 }, [])).toBe('ok');
    expect(other.state.persons.get(one.person)?.recovery).toBeUndefined();
  });

  test('CHARTER19 leaving alone is constitutional, and needs another party', () => {
    const { charter } = plan(2);
    const before = charter.state.constitution;
    const signers = charter.asked(1, { act: ACT_SET_SIGNERS, signerRule: 2 });
    charter.consent(1, signers);
    const leave = charter.asked(1, { act: ACT_LEAVE });
    charter.consent(1, leave);
    charter.wait(3n * DAY_S);
    expect(charter.enact(signers)).toBe('ok');
    expect(charter.state.constitution).toBe(before);
    expect(charter.enact(leave, [1, 3])).toBe('no-consent'); // two of them sign by now
    charter.consent(3, leave);
    expect(charter.enact(leave, [1, 3])).toBe('ok');
    expect(charter.state.constitution).not.toBe(before);
    expect(charter.state.parties[0]?.departure).toBe('left');
    expect(charter.propose(2, { act: ACT_LEAVE })).toBe('forbidden');
  });
});

describe('CHARTER22, CHARTER27 what no consent makes possible', () => {
  test('a party does not leave once it is alone', () => {
    const charter = new TestCharter([1, 2]);
    const [first, second] = [1, 2].map((device) => charter.asked(device, { act: ACT_LEAVE }));
    const effectOf = (id: Hex) => {
      const { state } = charter;
      return checkEffect(state, state.proposals.get(id)!, state.time);
    };
    expect(effectOf(first!)).toBe('ok');
    expect(charter.consent(2, second!)).toBe('ok');
    expect(charter.wait(3n * DAY_S).enact(second!, [2])).toBe('ok');
    expect(effectOf(first!)).toBe('forbidden');
  });

  test('a rest of who was silent, as long as nobody tells otherwise', () => {
    const charter = new TestCharter([1, 2]);
    const rest = charter.asked(1, { act: ACT_REST_PARTY, party: 2 });
    const proposal = charter.state.proposals.get(rest)!;
    expect(checkEffect(charter.state, proposal, charter.state.time)).toBe('ok');
    expect(checkEffect(charter.state, proposal, charter.state.time, false)).toBe('conflict');
  });
});
