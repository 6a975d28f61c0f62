/** Where the groups come to no agreement, no plan is locked up: a new one carries its content on. */
import { hexOf } from '../core/bytes';
import { rootOf } from '../core/merkle';
import { contentFor } from '../core/plan/lineage';
import { setName } from '../core/plan/document';
import { MAX_SHORT } from '../core/plan/items';
import { treeHash } from '../crypto/hash';
import { spellLeft } from '../sync/unsent';
import { foundWith } from './people_commands';
import { planView } from './plan_view';
import type { Commands, Outcome } from './port';
import { editIn, refuse, type Running } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
const ID_LENGTH = 16;

export async function foundSuccessor(
  running: Running,
  ask: Ask<'foundSuccessor'>,
): Promise<Outcome<{ space: string }>> {
  const old = running.spaces.get(ask.space);
  if (!old) return refuse('not-found');
  const { space, line } = old;
  const { me, title, parties } = planView(old);
  const own = parties.find(({ index }) => index === me.party);
  if (!own || own.name === '' || me.name === '') return refuse('not-member');
  const at = Math.floor(running.seams.now());
  const { frontier } = space.log;
  const root = hexOf(rootOf(treeHash, frontier));
  const from = { space: space.id, title, at, size: frontier.size, root };
  const content = contentFor(space.doc, own.index, parties, from);
  const { name: party, sector } = own;
  const asked = { server: line.origin, title: ask.title, person: me.name, party, sector };
  // Written in after the founding: a crash between leaves no half a copy.
  const founded = await foundWith(running, asked, (id) => [spellLeft(id, content)]);
  if (!founded.ok) return founded;
  // The others are told here, where we may still write.
  const key = `successor/${founded.value.space.slice(0, ID_LENGTH)}`;
  await editIn(running, space.id, () => {
    setName(space.doc, key, [ask.title.slice(0, MAX_SHORT), at]);
    return undefined;
  });
  await running.inside?.resume(running, running.spaces.get(founded.value.space)!);
  return founded;
}
