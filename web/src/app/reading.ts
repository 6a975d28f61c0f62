/** Content and charter side by side, and the names that stand in both. */
import { isOnTrial, type CharterState, type Party } from '../core/charter/state';
import type { PlanContent } from '../core/plan/content';
import type { Author, Behalf } from '../core/plan/items';
import type { LogFacts, Whose } from '../core/plan/log_order';
import { steppedOut } from '../core/plan/learning';
import { FORMER } from '../core/plan/lineage';
import type { Signer } from '../core/plan/yes';
import type { Space } from '../sync/space';
import type { AuthorView } from './port';

/** Names and authors as this device knows them now. */
export interface Reading {
  readonly space: Space;
  readonly charter: CharterState | undefined;
  readonly content: PlanContent;
  readonly names: ReadonlyMap<string, string>;
  readonly now: bigint;
}

export function partyName({ charter, names }: Reading, index: number): string {
  const invitation = charter?.parties[index - 1]?.invitation ?? '';
  return names.get(`party/${index}`) ?? names.get(`invitation/${invitation}`) ?? '';
}

export function author(reading: Reading, { device, at, behalf }: Author): AuthorView {
  const { charter, names } = reading;
  const found = charter?.devices[device - 1];
  const name = (found && names.get(`person/${found.person}`)) ?? '';
  const known = { person: found?.person ?? '', name, party: found?.party ?? 0, at };
  if (behalf === undefined) return known;
  const claimer = claimedBy(reading, behalf);
  const isMine = claimer !== '' && claimer === reading.space.me.person;
  return { ...known, behalf: { ...behalf, claimed: claimer !== '', isMine } };
}

/** The person who came by the slip that words were written down for; '' nobody yet. */
export function claimedBy({ charter }: Reading, { slip }: Behalf): string {
  if (slip === '') return '';
  const people = [...(charter?.persons.values() ?? [])];
  return people.find(({ invitation }) => invitation === slip)?.id ?? '';
}

export function partyOfDevice({ charter }: Reading, device: number): number {
  return charter?.devices[device - 1]?.party ?? 0;
}

/** Whose group's words they are: of whom they were written down for, else of whoever wrote. */
export function partyOfAuthor(reading: Reading, { device, behalf }: Author): number {
  return behalf !== undefined && behalf.party > 0 ? behalf.party : partyOfDevice(reading, device);
}

/** As above; what was noted counts only of a group of the plan that this one carries on. */
export function partyOfWords(reading: Reading, noted: number, by: Author): number {
  return noted > FORMER ? noted : partyOfAuthor(reading, by);
}

/** By the log alone, not by what is still on its way: every device opens the same. */
export function logFacts({ log, order }: Space): LogFacts {
  const { charter } = log;
  const whoseIs = (device: number): Whose => {
    const found = charter?.devices[device - 1];
    const person = charter?.persons.get(found?.person ?? '');
    const isConfirmed = person?.isConfirmed === true;
    if (!charter || !person) return { person: `device/${device}`, isConfirmed, isHere: false };
    return { person: person.id, isConfirmed, isHere: isHere(charter, person.id, person.party) };
  };
  return { placeOf: order.placeOf, whoseIs };
}

/** Whoever has no device left, or is of a group that is out of the plan, says nothing more. */
export function isHere(charter: CharterState, person: string, party: number): boolean {
  const isOf = (device: CharterState['devices'][number]): boolean =>
    device.person === person && device.cut === undefined;
  return charter.devices.some(isOf) && charter.parties[party - 1]?.removedAt === undefined;
}

/** Who signs for a group on a device: nobody where its person is not confirmed. */
export function signerOf({ charter }: Reading, device: number): Signer | undefined {
  const found = charter?.devices[device - 1];
  const person = found && charter?.persons.get(found.person);
  return person?.isConfirmed === true ? { person: person.id, party: person.party } : undefined;
}

/** That a group steps out, or in again, is said by its own people and nobody else. */
export function steppingsOf(reading: Reading): PlanContent['steppings'] {
  return reading.content.steppings.filter(
    ({ party, created }) => signerOf(reading, created.device)?.party === party,
  );
}

/** Groups that are with now. */
export function partiesWith(reading: Reading): readonly Party[] {
  const { charter } = reading;
  const out = steppedOut(steppingsOf(reading));
  const isWith = ({ index, removedAt, restsSince }: Party): boolean =>
    removedAt === undefined && restsSince === undefined && !out.includes(index);
  return charter?.parties.filter(isWith) ?? [];
}

/** This device's person may speak for its group (CHARTER9, CHARTER29). */
export function maySign(reading: Reading): boolean {
  const { charter, space, now } = reading;
  const device = charter?.devices[space.me.device - 1];
  if (!device || device.cut !== undefined || isOnTrial(device, now)) return false;
  return signerOf(reading, space.me.device) !== undefined;
}

export function writtenView(
  reading: Reading,
  item: { readonly created: Author; readonly edited: Author },
): { created: AuthorView; edited: AuthorView } {
  return { created: author(reading, item.created), edited: author(reading, item.edited) };
}

/** YYYY-MM-DD, by this device's clock and the server's word on it. */
export function dayOf(now: bigint): string {
  const date = new Date(Number(now) * 1000);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
