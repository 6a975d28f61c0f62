import { beforeEach, expect, test } from 'vitest';
import type { AnswerView, AuthorView, DecisionView, MeetingView } from '../../app/port';
import { dayAfter } from './days';
import { decisionSentence, forWhom, helperSentences, meetingWhen, waitSentence } from './meetings';
import { learnAllTexts, learnLanguage } from './texts.svelte';

beforeEach(async () => {
  await learnLanguage('nb');
  await learnAllTexts();
});

const now = new Date(2026, 10, 27, 12, 0);
const by = (name: string): AuthorView => ({ person: name, name, party: 1, at: 1 });
const written = { created: by('Kari'), edited: by('Kari'), returned: false };

test.each([
  ['2026-11-27', '18:00', 'i dag kl.\u00a018.00'],
  ['2026-11-28', '', 'i morgen'],
  ['2026-12-08', '18:05', 'tirsdag 8. desember kl.\u00a018.05'],
  ['2027-01-05', '', 'tirsdag 5. januar 2027'],
  ['', '09:00', 'kl.\u00a009.00'],
  ['', '', 'Dagen er ikke bestemt ennå'],
])('a meeting on "%s" at "%s" is said as "%s"', (date, time, words) => {
  const meeting: MeetingView = {
    ...{ id: 'm', ...written, date, time, place: '', agenda: '', agreed: '', takes: [] },
    ...{ counts: [], leader: '', leaderName: '', held: false, holds: [], iHold: false },
  };
  expect(meetingWhen(meeting, now)).toBe(words);
});

const decision = (more: Partial<DecisionView>): DecisionView => ({
  ...{ id: 'd', ...written, on: '', question: 'Vi prøver', why: '', outcome: '', until: '' },
  ...{
    lookBack: '',
    state: 'waiting',
    stops: [],
    leftBehind: [],
    lifted: [],
    yeses: [],
    waitsFor: [],
  },
  ...{ minutedIn: [], ...more },
});

test('a decision says whom it waits to hear, who says stop, and until when there is time', () => {
  const stop = { verdict: 'stop' as const, reason: 'Nei', by: by('Amir') };
  const sayings = [
    decision({ waitsFor: [2, 3] }),
    decision({ state: 'stopped', stops: [stop, stop] }),
    decision({ state: 'open', until: '2026-11-28' }),
    decision({ state: 'stands' }),
  ].map((one) => decisionSentence(one, now));
  expect(sayings).toEqual([
    'Vi venter på å høre fra de frivillige og fra kommunen.',
    'Amir sier stopp.',
    'Alle slags grupper er hørt. Det kan svares til i morgen.',
    'Slik blir det. Alle slags grupper er hørt, og ingen sier stopp.',
  ]);
});

test('whoever asks to wait is named once, and somebody without a name too', () => {
  expect(waitSentence([by('Amir'), by('Amir')])).toBe('Amir ber oss vente litt.');
  expect(waitSentence([by('Amir'), by('')])).toBe('Amir og Noen ber oss vente litt.');
});

test('words that a helper wrote down name both', () => {
  const behalf = { name: 'Olga', party: 1, slip: '', claimed: false, isMine: false };
  expect(forWhom({ ...by('Marit'), behalf })).toBe('for Olga, skrevet av Marit');
  expect(forWhom(by('Marit'))).toBe('');
});

test('those a helper wrote for are named together, once each', () => {
  const answer = (whom: string): AnswerView => {
    const behalf = { name: whom, party: 1, slip: '', claimed: false, isMine: false };
    const created = whom === '' ? by('Per') : { ...by('Marit'), behalf };
    return {
      ...{ id: whom, ...written, created, party: 1, text: 'x' },
      late: false,
      isMine: false,
    };
  };
  const answers = ['Olga', '', 'Nils', 'Olga'].map(answer);
  expect(helperSentences(answers)).toEqual(['for Olga og Nils, skrevet av Marit']);
});

test('a day ahead is counted in days, over the turn of a year and of the clocks', () => {
  expect(dayAfter(new Date(2026, 11, 30), 7)).toBe('2027-01-06');
  expect(dayAfter(new Date(2026, 2, 28, 23, 30), 2)).toBe('2026-03-30');
});
