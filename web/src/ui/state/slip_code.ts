/** What somebody types from a slip, or pastes. Pure. */
import {
  CODE_LETTERS,
  faultIn,
  meantLetters,
  PREFIX_LETTERS,
  prefixIn,
  type LettersFault,
} from '../../app/slip_port';
import { readInvitation } from './invitation_link';

export type Typed =
  | { readonly is: 'nothing' }
  | { readonly is: 'link'; readonly link: string }
  | { readonly is: 'slip'; readonly prefix: string; readonly code: string }
  /** `early`: more may be on its way, so that nothing is said of it yet. */
  | { readonly is: 'fault'; readonly fault: LettersFault | 'address' | 'link'; early: boolean };

/** `prefix`: of the address that led here; '' where it is to be typed, before the code. */
export function readTyped(text: string, prefix: string): Typed {
  const typed = text.trim();
  if (typed === '') return { is: 'nothing' };
  if (readInvitation(typed) !== undefined) return { is: 'link', link: typed };
  const [address = '', ...code] = typed.split(/\s+/);
  const named = prefixIn(address);
  if (named !== undefined) return readCode(code.join(''), named);
  if (/:\/\/|^www\./.test(typed)) return { is: 'fault', fault: 'link', early: false };
  if (prefix !== '') return readCode(typed, meantLetters(prefix));
  return readBoth(typed);
}

function readCode(typed: string, prefix: string): Typed {
  const fault = faultIn(typed, CODE_LETTERS);
  if (fault !== undefined) return { is: 'fault', fault, early: fault.kind === 'short' };
  return { is: 'slip', prefix, code: meantLetters(typed) };
}

/** Address and code, one after the other. */
function readBoth(typed: string): Typed {
  const fault = faultIn(typed, PREFIX_LETTERS + CODE_LETTERS);
  const letters = meantLetters(typed);
  if (fault === undefined) {
    const prefix = letters.slice(0, PREFIX_LETTERS);
    return { is: 'slip', prefix, code: letters.slice(PREFIX_LETTERS) };
  }
  const isCodeAlone = fault.kind === 'short' && letters.length === CODE_LETTERS;
  const early = fault.kind === 'short';
  return { is: 'fault', fault: isCodeAlone ? 'address' : fault, early };
}
