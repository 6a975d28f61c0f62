/** Content and charter side by side, and the names that stand in both. */
import type { CharterState } from '../core/charter/state';
import type { PlanContent } from '../core/plan/content';
import type { Author } from '../core/plan/items';
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

export function author({ charter, names }: Reading, { device, at, behalf }: Author): AuthorView {
  const found = charter?.devices[device - 1];
  const name = (found && names.get(`person/${found.person}`)) ?? '';
  const known = { person: found?.person ?? '', name, party: found?.party ?? 0, at };
  return behalf === undefined ? known : { ...known, behalf };
}

export function partyOfDevice({ charter }: Reading, device: number): number {
  return charter?.devices[device - 1]?.party ?? 0;
}
