/** What is said of the agreement, on plans of two, three and five kinds of groups, and of one group. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { PlanView, ProposalView, RuleChange, RuleView } from '../../app/port';
import { fixtureAt } from '../testing/fixture';
import { missingSentences, proposedRule, removalOf, ruleSentences } from './rules';
import { learnAllTexts, learnLanguage } from './texts.svelte';

beforeEach(async () => {
  await learnLanguage('nb');
  await learnAllTexts();
});

const fixture = fixtureAt(1_800_000_000);

function the<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('the fixture lacks it');
  return thing;
}
const AGREEMENT: readonly string[] = ['admit', 'remove', 'rules'];

/** Groups of these kinds; of those that are not safe, this many take one out. */
function planOf(
  kinds: readonly number[],
  safe: readonly number[],
  rule: Partial<RuleView>,
): PlanView {
  const from = [...new Set(kinds)].sort();
  const of = kinds.length;
  const whole = { ...{ act: 'admit' as const, parties: of, of, sectors: 2, from }, noticeDays: 14 };
  const [first] = fixture.parties;
  const removals = kinds.map((_, i) => ({
    ...{ ...whole, ...rule, act: 'remove' as const, target: i + 1 },
    isImpossible: safe.includes(i + 1),
  }));
  const isImpossible = safe.length === of;
  return {
    ...fixture,
    parties: kinds.map((sector, i) => ({
      ...the(first),
      index: i + 1,
      sector,
      name: `G${String(i + 1)}`,
    })),
    sectors: [1, 2, 3, 4, 5],
    removals,
    rules: (['admit', 'remove', 'replace', 'rules', 'close'] as const).map((act) => {
      const isForAll = act === 'rules' || act === 'close';
      const changed = isForAll ? { sectors: from.length } : rule;
      return { ...whole, ...changed, act, isImpossible: act === 'remove' && isImpossible };
    }),
  };
}

const agreementOf = (plan: PlanView): string[] =>
  ruleSentences(
    plan,
    plan.rules.filter(({ act }) => AGREEMENT.includes(act)),
  );

describe('Avtalen vår', () => {
  test('names the kinds of this plan, and how many of them', () => {
    const plan = planOf([1, 2, 3, 4, 5], [], { parties: 3, sectors: 3 });
    expect(agreementOf(plan)).toEqual([
      'En ny gruppe blir med når 3 av 5 grupper sier ja.',
      'De må komme fra minst 3 av innbyggere, frivillige, kommunen, næringslivet og staten.',
      'Er det grupper av samme slag fra før, må én av dem si ja.',
      'For å ta ut en gruppe må 3 av 5 grupper si ja.',
      'De må komme fra minst 3 av innbyggere, frivillige, kommunen, næringslivet og staten.',
      'Den det gjelder svarer ikke selv, og har 14 dager til å bli hørt.',
      'Avtalen endres når 5 av 5 grupper sier ja, og hvert slag grupper er med.',
    ]);
  });

  test('of two kinds says whom nobody can take out', () => {
    expect(agreementOf(planOf([1, 3], [1, 2], {}))).toEqual([
      'En ny gruppe blir med når 2 av 2 grupper sier ja.',
      'Hvert slag må være med: innbyggere og kommunen.',
      'Verken innbyggerne eller kommunen kan tas ut mot sin vilje.',
      'Avtalen endres når 2 av 2 grupper sier ja, og hvert slag grupper er med.',
    ]);
  });

  test('of two groups of citizens and a municipality: the municipality alone is safe', () => {
    const said = agreementOf(planOf([1, 1, 3], [3], { parties: 2 }));
    expect(said).toContain('For å ta ut en gruppe må 2 av 3 grupper si ja.');
    expect(said).toContain('Slik planen er nå, kan ikke kommunen tas ut mot sin vilje.');
    expect(said.join(' ')).not.toContain('Verken');
  });

  test('of a kind of which one can go, says nothing of the kind', () => {
    expect(agreementOf(planOf([1, 1, 3], [2, 3], {})).join(' ')).not.toContain('innbyggerne');
  });

  test('of three kinds that are all safe, or three of five', () => {
    expect(agreementOf(planOf([1, 2, 3], [1, 2, 3], {}))).toContain(
      'Slik planen er nå, kan ingen gruppe tas ut mot sin vilje.',
    );
    expect(agreementOf(planOf([1, 2, 3, 4, 5], [1, 2, 4], {}))).toContain(
      'Disse kan ikke tas ut mot sin vilje: innbyggerne, de frivillige og næringslivet.',
    );
  });

  test('of one kind says nothing of kinds', () => {
    const said = agreementOf(planOf([2, 2], [1, 2], { sectors: 1 })).join(' ');
    expect(said).toContain('ingen gruppe tas ut');
    expect(said).not.toContain('slag må være med');
  });

  test('of one group says that it decides alone', () => {
    expect(agreementOf(planOf([2], [1], { sectors: 1 }))).toEqual([
      'Dere er eneste gruppe, og bestemmer alene til andre blir med.',
    ]);
  });
});

describe('before a removal is proposed', () => {
  const plan = planOf([1, 1, 3], [3], { parties: 2 });

  test('it says that it cannot be, where it cannot', () => {
    expect(removalOf(plan, the(plan.parties[2]))).toEqual([
      'Slik planen er nå, kan ikke G3 tas ut mot sin vilje.',
    ]);
  });

  test('it says what it takes, where it can', () => {
    expect(removalOf(plan, the(plan.parties[0]))).toEqual([
      'For å ta ut en gruppe må 2 av 3 grupper si ja.',
      'Hvert slag må være med: innbyggere og kommunen.',
      'Den det gjelder svarer ikke selv, og har 14 dager til å bli hørt.',
    ]);
  });
});

describe('rules that are proposed', () => {
  const plan = { ...planOf([1, 2, 3, 3], [], {}), sectors: [1, 2, 3] };
  const said = (rule: RuleChange): string => proposedRule(plan, rule).join(' ');

  test.each([
    [
      { act: 'remove', parties: 4, sectors: 3, noticeDays: 21 },
      'Ta ut en gruppe: 4 grupper må si ja, og det gjelder etter 21 dager. De må komme fra minst 3 av innbyggere, frivillige og kommunen.',
    ],
    [
      { act: 'admit', parties: 1, sectors: 1, noticeDays: 3 },
      'Ny gruppe: 1 gruppe må si ja, og det gjelder etter 3 dager. De må komme fra minst 2 av innbyggere, frivillige og kommunen.',
    ],
    [
      { act: 'remove', parties: 9, sectors: 4, noticeDays: 14 },
      'Ta ut en gruppe: 9 grupper må si ja, og det gjelder etter 14 dager. De må komme fra minst 4 av innbyggere, frivillige og kommunen. Er det ikke så mange å spørre, må alle si ja.',
    ],
    [
      { act: 'close', parties: 2, sectors: 1, noticeDays: 14 },
      'Avslutte planen: 2 grupper må si ja, og det gjelder etter 14 dager. Hvert slag må være med: innbyggere, frivillige og kommunen.',
    ],
    [
      { act: 'replace', parties: 2, sectors: 2, noticeDays: 3 },
      'Ta over for en gruppe: 2 grupper må si ja, og det gjelder etter 30 dager. De må komme fra minst 2 av innbyggere, frivillige og kommunen.',
    ],
    [
      { act: 'rest', parties: 1, sectors: 1, noticeDays: 3 },
      'La en gruppe hvile: alle de andre må si ja, og det gjelder etter 120 dager.',
    ],
  ] as const)('hide nothing: %j', (rule, words) => {
    expect(said(rule)).toBe(words);
  });
});

describe('what a proposal lacks', () => {
  const lacking = (missing: ProposalView['missing']): string =>
    missingSentences({ ...the(fixture.proposals[0]), missing }).join(' ');

  test.each([
    [{ parties: 0, sectors: 0, from: [], own: 0 }, ''],
    [{ parties: 1, sectors: 0, from: [], own: 0 }, 'Det mangler ja fra 1 gruppe.'],
    [
      { parties: 2, sectors: 1, from: [2, 3], own: 0 },
      'Det mangler ja fra 2 grupper. En gruppe fra de frivillige eller fra kommunen må være med.',
    ],
    [
      { parties: 2, sectors: 1, from: [2, 3], own: 3 },
      'Det mangler ja fra 2 grupper. En gruppe fra kommunen må være med.',
    ],
    [
      { parties: 1, sectors: 0, from: [], own: 4 },
      'Det mangler ja fra 1 gruppe. En gruppe fra næringslivet må være med.',
    ],
    [
      { parties: 3, sectors: 2, from: [1, 2, 3], own: 1 },
      'Det mangler ja fra 3 grupper. Minst 2 av disse må være med: innbyggere, frivillige og kommunen. En gruppe fra innbyggerne må være med.',
    ],
    [
      { parties: 2, sectors: 2, from: [1, 3], own: 3 },
      'Det mangler ja fra 2 grupper. Alle disse må være med: innbyggere og kommunen.',
    ],
  ])('%j', (missing, words) => {
    expect(lacking(missing)).toBe(words);
  });
});
