import { describe, expect, test } from 'vitest';
import { readTyped } from './slip_code';

const CODE = 'ABCD-EFGH-JKMN-PQRS';
const BARE = CODE.replaceAll('-', '');
const AT = '61MDBFYP';

describe('KEYS11 what is typed from a slip', () => {
  test.each([
    ['the code alone, where the address led here', CODE, AT],
    ['in small letters with spaces', 'abcd efgh jkmn pqrs', AT],
    ['address and code', `${AT} ${CODE}`, ''],
    ['both without anything between', `${AT}${BARE}`, ''],
    ['the whole address and the code', `https://plan.example/l/${AT} ${CODE}`, ''],
    ['the address as it is read aloud', `plan.example/l/61mdbfyp abcd efgh jkmn pqrs`, ''],
  ])('%s', (_, typed, prefix) => {
    expect(readTyped(typed, prefix)).toEqual({ is: 'slip', prefix: AT, code: BARE });
  });

  test('a code without its address says what else is needed', () => {
    expect(readTyped(CODE, '')).toEqual({ is: 'fault', fault: 'address', early: true });
  });

  test('what is wrong for good is said at once, what is only short is not', () => {
    expect(readTyped('ABCU', AT)).toMatchObject({
      fault: { kind: 'sign', sign: 'U' },
      early: false,
    });
    expect(readTyped(`${CODE}A`, AT)).toMatchObject({ fault: { kind: 'long' }, early: false });
    expect(readTyped('ABCD', AT)).toMatchObject({
      fault: { kind: 'short', missing: 12 },
      early: true,
    });
  });

  test('a link is a link, and half of one is none', () => {
    const link = `https://plan.example/bli-med#${'A'.repeat(66)}`;
    const whole = `https://plan.example/bli-med#AQ${'A'.repeat(64)}`;
    expect(readTyped(link, '')).toMatchObject({ is: 'fault', fault: 'link' });
    expect(readTyped(whole.slice(0, -1), AT)).toMatchObject({ is: 'fault', fault: 'link' });
    expect(readTyped(`${whole}\n`, '').is).toBe('link');
    expect(readTyped('  ', '')).toEqual({ is: 'nothing' });
  });
});
