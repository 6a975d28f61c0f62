/** CHARTER28, CHARTER29: who comes back by twelve words, and what it may say at first. */
import { describe, expect, test } from 'vitest';
import { TestCharter } from '../testing/charter';
import { grantees } from './keys';
import { DAY_S, isOnTrial, MAX_DEVICES, recoveriesOf } from './state';
import { ACT_CLOSE, ACT_LEAVE, ACT_SET_SIGNERS } from './statement';

const HOUR_S = 3600n;

describe('CHARTER29 a device that came by twelve words', () => {
  test('is on trial for 48 hours, to the second, where the person had another', () => {
    const charter = new TestCharter([1, 2]);
    const { signKey } = charter.recovery(1);
    expect(charter.recover(signKey)).toBe('ok');
    const device = charter.state.devices[2]!;
    const start = charter.time;
    expect(device).toMatchObject({ person: charter.personOf(1), party: 1 });
    expect(isOnTrial(device, start + 48n * HOUR_S - 1n)).toBe(true);
    expect(isOnTrial(device, start + 48n * HOUR_S)).toBe(false);
    charter.wait(48n * HOUR_S - 1n);
    expect(charter.propose(3, { act: ACT_CLOSE })).toBe('forbidden');
    expect(charter.wait(1n).propose(3, { act: ACT_CLOSE })).toBe('ok');
  });

  test('CHARTER4 says on trial only what does not decide', () => {
    const charter = new TestCharter([1, 2]);
    charter.recover(charter.recovery(1).signKey);
    const proposal = charter.asked(2, { act: ACT_CLOSE });
    expect(charter.consent(3, proposal)).toBe('forbidden');
    expect(charter.retire(3, 1)).toBe('forbidden');
    expect(charter.say(3, { type: 'wake', accepts: [] })).toBe('forbidden');
    const { signKey, boxKey } = charter.keys();
    const words = { signKey, boxKey, tag: charter.id(), replaces: '', keys: [] };
    expect(charter.say(3, { type: 'set-recovery', ...words })).toBe('forbidden');
    expect(charter.rekey(3)).toBe('ok');
    expect(charter.object(3, proposal)).toBe('forbidden');
    const leaving = charter.asked(1, { act: ACT_LEAVE });
    expect(charter.object(3, leaving)).toBe('ok');
    const objection = charter.last;
    expect(charter.say(3, { type: 'withdraw', statement: objection })).toBe('ok');
    expect(charter.object(3, leaving)).toBe('ok');
    const again = charter.last;
    expect(charter.say(3, { type: 'withdraw', statement: leaving })).toBe('ok');
    expect(charter.say(3, { type: 'withdraw', statement: again })).toBe('forbidden'); // it is over
    expect(charter.wait(HOUR_S).report(3)).toBe('ok');
    expect(charter.retire(3, 3)).toBe('ok');
  });

  test('is not on trial where the person had none, and signs at once', () => {
    const charter = new TestCharter([1, 2]);
    charter.signer(1);
    const { signKey } = charter.recovery(1);
    expect(charter.retire(1, 1)).toBe('ok');
    expect(charter.recover(signKey)).toBe('ok');
    const back = charter.state.devices.length;
    expect(charter.state.devices[back - 1]?.trialUntil).toBeUndefined();
    expect(charter.propose(back, { act: ACT_SET_SIGNERS, signerRule: 2 })).toBe('ok');
  });

  test('the person retires it, and it cannot be brought by words that were replaced', () => {
    const charter = new TestCharter([1, 2]);
    charter.must(1, { type: 'withdraw', statement: charter.asked(1, { act: ACT_CLOSE }) });
    expect(charter.rekey(1)).toBe('ok');
    const old = charter.recovery(1);
    expect(charter.recover(old.signKey)).toBe('ok');
    expect(charter.retire(1, 3)).toBe('ok');
    expect(charter.wait(HOUR_S).rekey(1)).toBe('ok');
    charter.recovery(1, old.signKey);
    expect(charter.state.awaitsRekey).toBe(true);
    expect(charter.recover(old.signKey)).toBe('not-found');
  });
});

describe('CHARTER28 twelve words', () => {
  test('replace the ones before, by name', () => {
    const charter = new TestCharter([1, 2]);
    const { signKey } = charter.recovery(1);
    const words = { tag: charter.id(), keys: [] };
    const set = (replaces: string) =>
      charter.say(1, { type: 'set-recovery', ...charter.keys(), ...words, replaces });
    expect([set(''), set(charter.id()), set(signKey)]).toEqual(['conflict', 'conflict', 'ok']);
    expect(charter.state.awaitsRekey).toBe(false); // there is no key that they could have read by
  });

  test('CHARTER16 get the next key, among the invitations, by their sign keys', () => {
    const charter = new TestCharter([1, 2]);
    const { signKey } = charter.recovery(2);
    charter.recovery(1);
    const holders = grantees(charter.state, charter.time).map(({ holder }) => holder);
    expect(holders).toEqual(['', '', ...holders.slice(2).sort()]);
    expect(holders.slice(2)).toContain(signKey);
    const grants = [{ device: 1, holder: '', sealed: new Uint8Array() }];
    expect(charter.rekey(1, { grants })).toBe('malformed');
    expect(charter.rekey(1)).toBe('ok');
  });

  test.each([
    [MAX_DEVICES - 1, 'ok'],
    [MAX_DEVICES, 'limit'],
  ])('CHARTER18 with %i devices, invitations and recoveries: %s', (count, verdict) => {
    const charter = new TestCharter([1, 2]);
    const { signKey } = charter.recovery(1);
    // 900 of party 2 and the rest of party 1: fewer than 1,000 each.
    for (let i = 3; i < count; i++) {
      charter.state.devices = [
        ...charter.state.devices,
        { ...charter.state.devices[i < 900 ? 1 : 0]!, index: i, ...charter.keys() },
      ];
    }
    const words = { ...charter.keys(), tag: charter.id(), keys: [], replaces: '' };
    const before = charter.state;
    expect(recoveriesOf(before).length + before.devices.length).toBe(count);
    expect(charter.say(2, { type: 'set-recovery', ...words })).toBe(verdict);
    const again = { ...words, ...charter.keys(), replaces: signKey };
    expect(charter.say(1, { type: 'set-recovery', ...again })).toBe('ok');
    const { length } = charter.state.devices;
    expect(charter.recover(again.signKey)).toBe(verdict === 'ok' ? 'limit' : verdict);
    expect(charter.state.devices.length).toBe(length);
  });
});

describe('CHARTER32 a key that does not fit', () => {
  test('is left out of the chain, and reported at most once an hour', () => {
    const charter = new TestCharter([1, 2]);
    expect(charter.rekey(1)).toBe('ok');
    const first = charter.last;
    expect(charter.report(2)).toBe('ok');
    expect(charter.report(2)).toBe('quota');
    expect(charter.rekey(2, { previousEpoch: first, wrapped: new Uint8Array(72) })).toBe(
      'stale-epoch',
    );
    expect(charter.rekey(2)).toBe('ok'); // the room awaits it
    const second = charter.last;
    expect(charter.state.epochs.at(-1)).toMatchObject({ id: second, previous: '' });
    expect(charter.wait(HOUR_S - 1n).report(2)).toBe('quota');
    expect(charter.rekey(2)).toBe('quota');
    expect(charter.wait(1n).rekey(2)).toBe('ok');
    expect(charter.report(1, second)).toBe('stale-epoch');
    expect(charter.report(1)).toBe('ok');
    expect(charter.rekey(1, { previousEpoch: '', wrapped: new Uint8Array() })).toBe('stale-epoch');
    expect(charter.rekey(1)).toBe('ok');
    expect(charter.state.epochs.at(-1)?.previous).toBe(second);
  });
});

describe('CHARTER33 a closed charter', () => {
  test('hears nothing but who comes back to read', () => {
    const charter = new TestCharter([1, 2]);
    const { signKey } = charter.recovery(1);
    const close = charter.asked(1, { act: ACT_CLOSE });
    charter.consent(1, close);
    charter.consent(2, close);
    expect(charter.enact(close)).toBe('notice'); // however many agree
    expect(charter.wait(14n * DAY_S).enact(close)).toBe('ok');
    expect(charter.wait(30n * DAY_S).propose(1, { act: ACT_CLOSE })).toBe('ended');
    expect(charter.propose(9, { act: ACT_CLOSE })).toBe('ended'); // before who said it
    expect(charter.rekey(1)).toBe('ended');
    expect(charter.recover(charter.id())).toBe('not-found');
    expect(charter.recover(signKey)).toBe('ok');
    expect(charter.retire(1, 3)).toBe('ok');
  });
});
