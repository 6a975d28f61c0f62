/** What a user interface sees of an open plan: content and charter brought together. */
import { hexOf } from '../core/bytes';
import {
  activeDevices,
  currentEpoch,
  deviceOf,
  isOnTrial,
  signersNeeded,
  type CharterState,
  type Party,
} from '../core/charter/state';
import { canonicalJson } from '../core/plan/canonical';
import { readContent } from '../core/plan/content';
import { textName } from '../core/plan/document';
import { readItems, readLanguage, readText, type Item } from '../core/plan/items';
import { readSuccessors, type FormerParty } from '../core/plan/lineage';
import { rootOf } from '../core/merkle';
import { contentHash, treeHash } from '../crypto/hash';
import { heldHead, sealable } from '../sync/outbox';
import { isConfirmed, type Space } from '../sync/space';
import type { NoticeView, PartyState, PartyView, PlanView } from './port';
import { comparisonCode } from './compare_commands';
import { expectedCharter } from '../sync/expected';
import { historyView } from './history_view';
import { ownName, personView } from './person_view';
import { invitationView, proposalView } from './charter_view';
import { claimedView } from './claimed_view';
import { author, logFacts, maySign, partyName, partyOfDevice, type Reading } from './reading';
import { removalsView, rulesView } from './rules_view';
import { Shown } from './shown';
import type { RunningSpace } from './running';
import { membershipOf, syncView } from './view';

export function exportPlan(space: Space): { json: string; contentHash: string } {
  const json = canonicalJson(readContent(space.doc, readItems(space.doc), logFacts(space)));
  return { json, contentHash: contentHash(json) };
}

/** Names, groups and content as this device knows them now. */
export function readingOf(
  { space, line }: RunningSpace,
  items: readonly Item[] = readItems(space.doc),
  content = readContent(space.doc, items, logFacts(space)),
): Reading {
  const now = BigInt(Math.floor(space.seams.now() + line.offset));
  const known = space.log.charter;
  const charter = known && expectedCharter(space, known, now);
  return { space, charter, content, names: new Map(content.names), now };
}

/** The same as it was read last, where nobody has written since. */
export function shownReading(running: RunningSpace): { reading: Reading; items: readonly Item[] } {
  const shown = (running.shown.content ??= new Shown());
  const { items, content } = shown.read(running.space);
  return { reading: readingOf(running, items, content), items };
}

export function planView(running: RunningSpace): PlanView {
  const { space } = running;
  const { reading, items } = shownReading(running);
  const { charter, content, now } = reading;
  const device = charter && deviceOf(charter, space.me.device);
  const party = partyOfDevice(reading, space.me.device);
  const made = running.shown.content!.view(reading, items);
  return {
    space: space.id,
    membership: membershipOf(running),
    endedAt: space.me.ended?.at ?? 0,
    title: content.title || space.me.planName,
    why: content.why,
    place: content.place,
    language: readLanguage(space.doc),
    me: {
      person: space.me.person,
      name: ownName(reading),
      party,
      confirmed: isConfirmed(space),
      maySign: maySign(reading),
      signsAlone: charter !== undefined && signersNeeded(charter, party) <= 1,
      hasWords: charter?.persons.get(space.me.person)?.recovery !== undefined,
      trialEnds: device && isOnTrial(device, now) ? Number(device.trialUntil) : 0,
    },
    ...made,
    claimed: claimedView(made),
    parties: charter?.parties.map((p) => partyView(reading, charter, p)) ?? [],
    former: (content.former ?? []).map(formerView),
    predecessor: content.predecessor,
    successors: [...readSuccessors(space.doc)]
      .sort((a, b) => a.at - b.at || a.device - b.device)
      .map(({ title, at, device: by }) => ({
        title,
        at,
        by: author(reading, { device: by, at }),
      })),
    sectors: charter?.sectors ?? [],
    proposals: charter
      ? [...charter.proposals.values()].flatMap((p) => proposalView(reading, charter, p) ?? [])
      : [],
    rules: charter ? rulesView(charter) : [],
    removals: charter ? removalsView(charter) : [],
    history: space.log.history.flatMap((entry) => historyView(reading, entry)).reverse(),
    invitations: [...(charter?.invitations.values() ?? [])].map((i) => invitationView(reading, i)),
    sync: syncView(running),
    handed: space.brought.map((one) => ({
      ...one,
      name: author(reading, { device: one.device, at: 0 }).name,
    })),
    heldBack: space.edits.length - sealable(space).length,
    notices: noticesOf(running, reading),
    check: checkView(running),
  };
}

function noticesOf({ space, driver }: RunningSpace, reading: Reading): NoticeView[] {
  const notices: NoticeView[] = space.encounters.map(({ device, item }) => ({
    kind: 'same-text',
    name: author(reading, { device, at: 0 }).name,
    item: readText(space.doc, textName(item, 'title')),
  }));
  const { cameBack } = driver.status();
  const { sent = 0, received = 0 } = cameBack ?? {};
  if (sent + received > 0) notices.push({ kind: 'back-online', sent, received });
  const unread = space.unreadable + space.arrivals.waiting.length;
  if (unread > 0) notices.push({ kind: 'unreadable', count: unread });
  return notices;
}

function checkView({ space, line }: RunningSpace): PlanView['check'] {
  const { charter, frontier } = space.log;
  return {
    server: line.origin,
    serverEpoch: heldHead(space).serverEpoch,
    keyEpoch: (charter && currentEpoch(charter)?.id) ?? '',
    cursor: frontier.size,
    root: hexOf(rootOf(treeHash, frontier)),
    charterHeight: Number(charter?.height ?? 0n),
    fork: space.isForked,
    epochs: charter?.epochs.length ?? 0,
    rotatedAt: Number((charter && currentEpoch(charter)?.time) ?? 0n),
    devices: charter ? activeDevices(charter).length : 0,
    clockAhead: Math.round(line.offset),
    code: comparisonCode(line.origin, space),
  };
}

function partyView(reading: Reading, charter: CharterState, party: Party): PartyView {
  const { names, content, space } = reading;
  const { index, sector, signerRule } = party;
  const found = content.anchorings.find(
    ({ party: of, device }) => of === index && partyOfDevice(reading, device) === index,
  );
  const people = [...charter.persons.values()].filter((person) => person.party === index);
  const isMine = partyOfDevice(reading, space.me.device) === index;
  return {
    index,
    name: partyName(reading, index),
    sector,
    contact: names.get(`contact/${index}`) ?? '',
    people: people.map((person) => personView(reading, charter, person)),
    isMine,
    state: stateOf(party),
    signerRule,
    toAccept: charter.parties.filter((p) => isToAccept(p, index)).map((p) => p.index),
    ...(found ? { anchoring: found } : {}),
  };
}

/** Its people, and what it agreed to, are the other plan's. */
function formerView({ index, name, sector }: FormerParty): PartyView {
  const nothing = { contact: '', people: [], isMine: false, signerRule: 0, toAccept: [] };
  return { index, name, sector, state: 'left', ...nothing };
}

function stateOf({ removedAt, departure = 'removed', restsSince }: Party): PartyState {
  if (removedAt !== undefined) return departure;
  return restsSince === undefined ? 'active' : 'rests';
}

/** CHARTER30: came while that one rested, and is there. */
function isToAccept({ removedAt, notYetAcceptedBy }: Party, by: number): boolean {
  return removedAt === undefined && notYetAcceptedBy.includes(by);
}
