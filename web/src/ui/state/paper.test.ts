import { describe, expect, test } from 'vitest';
import type { InvitationView } from '../../app/port';
import { readScores, readWho } from './paper';

const slip = (number: number, id: string): InvitationView => ({
  ...{ id, slip: number, party: 'Gruppa', sector: 1, expires: 0 },
  ...{ state: 'open', kind: 'person', isOurs: true },
});
const SLIPS = [slip(7, 'a'), slip(8, 'b'), slip(9, 'c'), slip(9, 'd')];
const CODE = 'ABCD-EFGH-JKMN-PQ7S';

describe('whose answer it is', () => {
  test.each([
    ['Olga', { is: 'named', name: 'Olga' }],
    ['  Olga  Marie ', { is: 'named', name: 'Olga Marie' }],
    ['Olga 7', { is: 'slip', name: 'Olga', number: 7, id: 'a' }],
    ['Olga, lapp 7', { is: 'slip', name: 'Olga', number: 7, id: 'a' }],
    ['Olga nr. 8', { is: 'slip', name: 'Olga', number: 8, id: 'b' }],
    ['Olga #7', { is: 'slip', name: 'Olga', number: 7, id: 'a' }],
    ['7', { is: 'slip', name: '', number: 7, id: 'a' }],
    ['Olga 9', { is: 'several', number: 9 }],
    ['Olga 12', { is: 'unknown', number: 12 }],
    [`Olga ${CODE}`, { is: 'code', name: 'Olga', code: CODE }],
    ['Olga abcd efgh jkmn pq7s', { is: 'code', name: 'Olga', code: 'abcdefghjkmnpq7s' }],
    [CODE, { is: 'code', name: '', code: CODE }],
    ['', { is: 'nobody' }],
  ])('%s', (typed, who) => {
    expect(readWho(typed, SLIPS)).toEqual(who);
  });

  test('a long name is no code', () => {
    expect(readWho('Anne Marte Hansen', SLIPS)).toEqual({ is: 'named', name: 'Anne Marte Hansen' });
    expect(readWho('ABCDEFGHJKMNPQRS', SLIPS).is).toBe('named');
  });
});

describe('what stands on the sheet of the wheel', () => {
  const asked = ['a', 'b', 'c', 'd'];

  test('is one number for each that is asked', () => {
    const values = [...[['a', 4]], ['b', 0], ['d', 5]];
    for (const typed of ['4 0 - 5', '40-5', '4, 0, –, 5', ' 4;0;—;5 '])
      expect(readScores(typed, asked)).toEqual({ is: 'scores', values });
  });

  test('says what is wrong', () => {
    expect(readScores('', asked)).toEqual({ is: 'nothing' });
    expect(readScores('----', asked)).toEqual({ is: 'nothing' });
    expect(readScores('4 3 6 1', asked)).toEqual({ is: 'sign' });
    expect(readScores('4 3 x 1', asked)).toEqual({ is: 'sign' });
    expect(readScores('4 3 2', asked)).toEqual({ is: 'count', given: 3 });
    expect(readScores('4 3 2 1 0', asked)).toEqual({ is: 'count', given: 5 });
  });
});
