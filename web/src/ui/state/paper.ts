/** Answers on paper, as whoever helps types them. Pure. */
import type {
  AuthorView,
  DecisionView,
  EvaluationView,
  InvitationView,
  PlanView,
  RoundView,
} from '../../app/port';
import { CODE_LETTERS, faultIn } from '../../app/slip_port';
import { isAsked } from './meeting_queries';

/** What the papers answer. */
export type Target =
  | { readonly is: 'round'; readonly item: RoundView }
  | { readonly is: 'decision'; readonly item: DecisionView }
  | { readonly is: 'wheel'; readonly item: EvaluationView };

/** Whatever waits for answers, newest first; what was opened takes none that count as the others do. */
export function targetsOf(plan: PlanView): readonly Target[] {
  const rounds = plan.rounds.filter(({ opened }) => opened === undefined);
  const wheels = plan.evaluations.filter(({ opened }) => opened === undefined);
  const found: Target[] = [
    ...rounds.map((item) => ({ is: 'round' as const, item })),
    ...plan.decisions.filter(isAsked).map((item) => ({ is: 'decision' as const, item })),
    ...wheels.map((item) => ({ is: 'wheel' as const, item })),
  ];
  return found.sort((a, b) => b.item.created.at - a.item.created.at);
}

/** Slips of paper, by their number. */
export function slipsOf(plan: PlanView): readonly InvitationView[] {
  return plan.invitations.filter(({ slip }) => slip > 0).sort((a, b) => a.slip - b.slip);
}

/** Whose answer it is: a name, and by which slip it is found again. */
export type Who =
  | { readonly is: 'nobody' }
  | { readonly is: 'named'; readonly name: string }
  | { readonly is: 'slip'; readonly name: string; readonly number: number; readonly id: string }
  | { readonly is: 'code'; readonly name: string; readonly code: string }
  /** No slip has that number, or several have. */
  | { readonly is: 'unknown' | 'several'; readonly number: number };

/** "Olga", "Olga 7", "7" or "Olga ABCD-EFGH-JKMN-PQRS". */
export function readWho(text: string, slips: readonly InvitationView[]): Who {
  const typed = text.trim().replace(/\s+/g, ' ');
  if (typed === '') return { is: 'nobody' };
  const words = typed.split(' ');
  for (let from = Math.max(0, words.length - 4); from < words.length; from++) {
    const code = words.slice(from).join('');
    const isCode = faultIn(code, CODE_LETTERS) === undefined && /\d|-/.test(code);
    if (isCode) return { is: 'code', name: words.slice(0, from).join(' '), code };
  }
  const [, name = '', digits] = /^(.*?)[ ,]*(?:nr\.? ?|#|lapp )?(\d{1,6})$/i.exec(typed) ?? [];
  if (digits === undefined) return { is: 'named', name: typed };
  const number = Number(digits);
  const found = slips.filter(({ slip }) => slip === number);
  const [only] = found;
  if (only === undefined) return { is: 'unknown', number };
  return found.length > 1
    ? { is: 'several', number }
    : { is: 'slip', name: name.trim(), number, id: only.id };
}

export type Scores =
  | { readonly is: 'scores'; readonly values: readonly (readonly [field: string, score: number])[] }
  | { readonly is: 'nothing' | 'sign' }
  | { readonly is: 'count'; readonly given: number };

/** "4 3 - 5 0 1 2 4": one for each that is asked, `-` where it was skipped. */
export function readScores(text: string, asked: readonly string[]): Scores {
  const signs = Array.from(text.replace(/[\s,;.]/g, '').replace(/[–—]/g, '-'));
  if (signs.length === 0) return { is: 'nothing' };
  if (signs.some((sign) => !/[0-5-]/.test(sign))) return { is: 'sign' };
  if (signs.length !== asked.length) return { is: 'count', given: signs.length };
  const values = asked.flatMap((field, i) => {
    const sign = signs[i] ?? '-';
    return sign === '-' ? [] : [[field, Number(sign)] as const];
  });
  return values.length === 0 ? { is: 'nothing' } : { is: 'scores', values };
}

/** One that I wrote down; `verdict` where it is a word to a decision, which is said anew, not removed. */
export interface Entered {
  readonly id: string;
  readonly whom: string;
  readonly party: number;
  readonly text: string;
  readonly at: number;
  readonly verdict: 'yes' | 'stop' | undefined;
  /** Of a sheet of the wheel, which has neither `whom` nor `text`: single answers are on no screen. */
  readonly number?: number;
}

/** Newest first. */
export function enteredFor(target: Target, me: string): readonly Entered[] {
  const mine: Entered[] = [];
  const add = (by: AuthorView, row: Pick<Entered, 'id' | 'text' | 'verdict'>): void => {
    if (by.person !== me || by.behalf === undefined) return;
    mine.push({ ...row, whom: by.behalf.name, party: by.behalf.party, at: by.at });
  };
  if (target.is === 'round') {
    for (const { id, text, created } of target.item.answers) {
      add(created, { id, text, verdict: undefined });
    }
  }
  if (target.is === 'decision') {
    const { yeses, stops } = target.item;
    const all = [...yeses, ...stops];
    for (const { verdict, reason, by } of all) {
      const id = `${by.behalf?.name ?? ''}/${by.behalf?.slip ?? ''}/${String(by.behalf?.party)}`;
      add(by, { id, text: reason, verdict: verdict === 'stop' ? 'stop' : 'yes' });
    }
  }
  if (target.is === 'wheel') {
    for (const sheet of target.item.entered) {
      mine.push({ ...sheet, whom: '', text: '', verdict: undefined });
    }
  }
  return mine.sort((a, b) => b.at - a.at || (b.number ?? 0) - (a.number ?? 0));
}
