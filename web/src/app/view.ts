/** What a user interface sees of a space: content and charter brought together. */
import { hexOf } from '../core/bytes';
import {
  currentEpoch,
  isOpen,
  signersOf,
  type CharterState,
  type Invitation,
  type Proposal,
} from '../core/charter/state';
import { liveConsents, mayVote, neededFor, partiesInFavour } from '../core/charter/vote';
import { canonicalJson } from '../core/plan/canonical';
import { readContent, type ActionContent, type PlanContent } from '../core/plan/content';
import { textName } from '../core/plan/document';
import { readText, type Author } from '../core/plan/items';
import { rootOf } from '../core/merkle';
import { contentHash, treeHash } from '../crypto/hash';
import { heldHead } from '../sync/outbox';
import { isConfirmed, isMember, unsentCount, unsentEdits, type Space } from '../sync/space';
import {
  ARENAS,
  MODES,
  STATUSES,
  type ActionView,
  type AppView,
  type AuthorView,
  type InvitationView,
  type NoticeView,
  type PartyView,
  type PlanSummary,
  type PlanView,
  type ProposalView,
  type RoundView,
  type SyncView,
} from './port';
import type { Running, RunningSpace } from './running';

/** Names and authors as this device knows them now. */
interface Reading {
  readonly space: Space;
  readonly charter: CharterState | undefined;
  readonly content: PlanContent;
  readonly names: ReadonlyMap<string, string>;
  readonly now: bigint;
}

export function appView(running: Running, openedSpace: string | undefined): AppView {
  const found = [...running.spaces.values()];
  const opened = openedSpace === undefined ? undefined : running.spaces.get(openedSpace);
  const plan = opened && planView(opened);
  const view = { isWriter: true, storage: running.storage, plans: found.map(summary) };
  return plan ? { ...view, plan } : view;
}

export function exportPlan(space: Space): { json: string; contentHash: string } {
  const json = canonicalJson(readContent(space.doc));
  return { json, contentHash: contentHash(json) };
}

function summary(running: RunningSpace): PlanSummary {
  const { space } = running;
  const text = (name: string): string => readText(space.doc, `x/plan/${name}`);
  return {
    space: space.id,
    title: text('title') || space.me.planName,
    why: text('why'),
    membership: isMember(space) ? 'member' : 'waiting',
    sync: syncView(running),
  };
}

function planView(running: RunningSpace): PlanView {
  const { space, line } = running;
  const content = readContent(space.doc);
  const now = BigInt(Math.floor(space.seams.now() + line.offset));
  const { charter } = space.log;
  const reading = { space, charter, content, names: new Map(content.names), now };
  const party = partyOfDevice(reading, space.me.device);
  return {
    space: space.id,
    membership: isMember(space) ? 'member' : 'waiting',
    title: content.title || space.me.planName,
    why: content.why,
    place: content.place,
    me: {
      person: space.me.person,
      name: space.me.name,
      party,
      confirmed: isConfirmed(space),
    },
    goals: content.goals.map((goal) => ({
      ...goal,
      ...written(reading, goal),
      actions: goal.actions.map((action) => actionView(reading, action)),
    })),
    parties: (charter?.parties ?? []).map((p) => partyView(reading, p.index)),
    proposals: [...(charter?.proposals.values() ?? [])].map((p) => proposalView(reading, p)),
    invitations: [...(charter?.invitations.values() ?? [])].map((i) => invitationView(reading, i)),
    resources: content.resources.map((r) => ({ ...r, ...written(reading, r) })),
    rounds: content.rounds.map((round) => roundView(reading, round)),
    reflections: content.reflections.map((r) => ({ ...r, ...written(reading, r) })),
    sync: syncView(running),
    notices: noticesOf(running, reading),
    check: checkView(running, content),
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

function checkView({ space, line }: RunningSpace, content: PlanContent): PlanView['check'] {
  const { charter, frontier } = space.log;
  return {
    server: line.origin,
    serverEpoch: heldHead(space).serverEpoch,
    keyEpoch: (charter && currentEpoch(charter)?.id) ?? '',
    cursor: frontier.size,
    root: hexOf(rootOf(treeHash, frontier)),
    charterHeight: Number(charter?.height ?? 0n),
    fork: space.isForked,
    contentHash: contentHash(canonicalJson(content)),
  };
}

/** SYNC9 in one word: here, waiting, sent, or held by somebody else too. */
export function syncView({ space, driver }: RunningSpace): SyncView {
  const { isOnline, lastContact, problem } = driver.status();
  const unsent = unsentCount(space);
  const [oldest] = unsentEdits(space);
  const isHeld = space.outgoing.length === 0 && !space.log.unheld.some(isOwn);
  const isWaiting = unsent > 0 && !isOnline;
  const state = unsent > 0 ? (isWaiting ? 'waiting' : 'local') : isHeld ? 'held' : 'sent';
  return {
    state,
    unsent,
    online: isOnline,
    ...(unsent > 0 && oldest ? { waitingSince: oldest.at } : {}),
    ...(lastContact === undefined ? {} : { lastContact }),
    ...(problem && problem !== 'offline' && problem !== 'misconduct' ? { problem } : {}),
  };

  function isOwn(leaf: { readonly device: number }): boolean {
    return leaf.device === space.me.device;
  }
}

function actionView(reading: Reading, action: ActionContent): ActionView {
  const { id, goal, title, why, parts, returned } = action;
  const arena = ARENAS.find((known) => known === action.arena);
  const mode = MODES.find((known) => known === action.mode);
  return {
    id,
    goal,
    title,
    why,
    parts,
    returned,
    status: STATUSES.find((known) => known === action.status) ?? 'idea',
    ...(arena ? { arena } : {}),
    ...(mode ? { mode } : {}),
    ...(action.due ? { due: action.due } : {}),
    ...(action.costKr === null ? {} : { costKr: action.costKr }),
    ...written(reading, action),
  };
}

function partyView(reading: Reading, index: number): PartyView {
  const { charter, names, content, space } = reading;
  const found = content.anchorings.find((anchoring) => anchoring.party === index);
  const people = [...(charter?.persons.values() ?? [])].filter((person) => person.party === index);
  return {
    index,
    name: partyName(reading, index),
    sector: charter?.parties[index - 1]?.sector ?? 0,
    contact: names.get(`contact/${index}`) ?? '',
    people: people.map(({ id, isConfirmed }) => ({
      id,
      name: names.get(`person/${id}`) ?? '',
      confirmed: isConfirmed,
      devices: charter?.devices.filter((d) => d.person === id && !d.cut).length ?? 0,
      isMe: id === space.me.person,
    })),
    isMine: partyOfDevice(reading, space.me.device) === index,
    ...(found ? { anchoring: found } : {}),
  };
}

function partyName({ charter, names }: Reading, index: number): string {
  const invitation = charter?.parties[index - 1]?.invitation ?? '';
  return names.get(`party/${index}`) ?? names.get(`invitation/${invitation}`) ?? '';
}

function proposalView(reading: Reading, proposal: Proposal): ProposalView {
  const { charter, names, space, now } = reading;
  const yes = charter ? partiesInFavour(charter, proposal, now) : [];
  const needed = charter ? neededFor(charter, proposal) : { parties: 0, sectors: 0 };
  const own = partyOfDevice(reading, space.me.device);
  const given = charter ? liveConsents(charter, proposal, now) : [];
  const iHaveSaidYes = given.some((consent) => consent.person === space.me.person);
  const isSigner = charter ? signersOf(charter, own).has(space.me.person) : false;
  const state = proposal.isEnacted ? 'enacted' : isOpen(proposal, now) ? 'open' : 'expired';
  const mayNow = state === 'open' && isSigner && !iHaveSaidYes;
  return {
    id: proposal.id,
    kind: 'admit',
    party: names.get(`invitation/${proposal.invitation}`) ?? '',
    sector: proposal.sector,
    state,
    yes,
    needed: { parties: needed.parties, sectors: needed.sectors },
    iHaveSaidYes,
    iMaySayYes: mayNow && !!charter && mayVote(charter, own, proposal),
    expires: Number(proposal.expires),
  };
}

function invitationView(reading: Reading, invitation: Invitation): InvitationView {
  const { charter, names, now } = reading;
  const { signKey: id, isUsed, expires, party } = invitation;
  const isNew = party === 0;
  return {
    id,
    party: isNew ? (names.get(`invitation/${id}`) ?? '') : partyName(reading, party),
    sector: isNew ? invitation.sector : (charter?.parties[party - 1]?.sector ?? 0),
    expires: Number(expires),
    state: isUsed ? 'used' : expires > now ? 'open' : 'expired',
  };
}

function roundView(reading: Reading, round: PlanContent['rounds'][number]): RoundView {
  const { id, question, opened, outcome, objection, objectionParty, lifted } = round;
  const counts = new Map<number, number>();
  for (const { party } of round.answers) {
    const sector = reading.charter?.parties[party - 1]?.sector ?? 0;
    counts.set(sector, (counts.get(sector) ?? 0) + 1);
  }
  return {
    id,
    kind: round.kind === 'consent' ? 'consent' : 'round',
    question,
    opened,
    outcome,
    ...(objection ? { objection: { party: objectionParty, text: objection, lifted } } : {}),
    answers: round.answers.map(({ party, text }) => ({ party, text })),
    counts: [...counts].sort().map(([sector, answers]) => ({ sector, answers })),
  };
}

function written(
  reading: Reading,
  item: { readonly created: Author; readonly edited: Author },
): { created: AuthorView; edited: AuthorView } {
  return { created: author(reading, item.created), edited: author(reading, item.edited) };
}

function author({ charter, names }: Reading, { device, at }: Author): AuthorView {
  const found = charter?.devices[device - 1];
  const name = (found && names.get(`person/${found.person}`)) ?? '';
  return { person: found?.person ?? '', name, party: found?.party ?? 0, at };
}

function partyOfDevice({ charter }: Reading, device: number): number {
  return charter?.devices[device - 1]?.party ?? 0;
}
