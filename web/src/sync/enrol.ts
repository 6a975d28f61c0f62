/** KEYS5, CHARTER8, CHARTER10: how somebody with a link comes in, or asks to. */
import { concat, hexOf, unhex, type Hex } from '../core/bytes';
import {
  ACT_ADMIT_PARTY,
  ACT_REPLACE_PARTY,
  isEntrance,
  type Entry,
} from '../core/charter/statement';
import { whyOver, type CharterState, type Invitation } from '../core/charter/state';
import type { Result } from '../core/errors';
import type { DeviceKeys } from '../crypto/device_keys';
import { invitationKeys, openCard, type Link } from '../crypto/invitation';
import { verify } from '../crypto/verify';
import { encodeStatement } from '../proto/charter';
import { encodeJoin, encodePropose } from '../proto/charter_encode';
import { decodeCard, type InvitationCard } from '../proto/content';
import { encodeFrame, FrameType } from '../proto/frames';
import { encodeSigned } from '../proto/signed';
import { encodeSyncRequest } from '../proto/sync';
import type { Change, Store } from '../store/store';
import { freshMe, keepSpace, newPerson } from './found';
import { EMPTY_LOG, type LogState } from './log';
import { putSaying, dropSaying, type Saying } from './records';
import { foldLeaves } from './replay';
import { readReply, type Reply } from './reply';
import { entranceKeys } from './room_keys';
import { change, type Space } from './space';
import {
  askServerInfo,
  newLine,
  post,
  readAll,
  serverTime,
  type Caller,
  type Reached,
  type ServerLine,
} from './transport';
import type { Seams } from './seams';

export interface Preview {
  readonly card: InvitationCard;
  readonly invitation: Invitation;
  readonly charter: CharterState;
  readonly line: ServerLine;
  readonly seen: LogState;
}

/** Of an earlier membership on this device: what it was, where that is to end, and what it keeps. */
export interface Before {
  readonly was?: number;
  readonly left?: readonly Change[];
}

const PROPOSAL_S = 90n * 86_400n;

/** Reads the charter with the invitation's key; nothing is joined by looking. `seen`: what was read before. */
export async function previewInvitation(
  link: Link,
  seams: Seams,
  seen = EMPTY_LOG,
): Promise<Reached<Preview>> {
  const info = await askServerInfo(link.origin, seams);
  if (!info.ok) return info;
  const line = newLine(link.origin, info.value.serverKey, seams);
  line.offset = Number(info.value.time) - seams.now();
  const keys = invitationKeys(link);
  const charter = await fetchCharter(line, { space: link.space, device: 0, keys }, seen);
  if (!charter.ok) return charter;
  const invitation = charter.value.charter.invitations.get(keys.signKey);
  if (!invitation) return { ok: false, error: 'not-found' };
  const moved = movedFrom(line, charter.value.charter);
  if (moved) return moved;
  const sealed = openCard(link, keys.signKey, invitation.card);
  const card = sealed && decodeCard(sealed);
  if (!card?.ok) return { ok: false, error: 'malformed' };
  const { charter: state, log } = charter.value;
  return { ok: true, value: { card: card.value, invitation, charter: state, line, seen: log } };
}

/** The plan is not at this server any more. */
export function movedFrom(
  { serverKey }: ServerLine,
  { server }: CharterState,
): Extract<Reached<never>, { ok: false }> | undefined {
  if (server.key === serverKey) return undefined;
  return { ok: false, error: 'moved', movedTo: server.address };
}

/** Its own keys are durable before the invitation is used up. */
export async function enrol(
  store: Store,
  link: Link,
  preview: Preview,
  keys: DeviceKeys,
  name: string,
  before: Before = {},
): Promise<Result<Space>> {
  const { card, invitation, charter, line } = preview;
  const over = whyOver(invitation, serverTime(line));
  if (over) return { ok: false, error: over };
  const person = invitation.person === '' ? newPerson(line.seams) : invitation.person;
  const me = freshMe(
    {
      server: link.origin,
      serverKey: charter.server.key,
      name: invitation.person === '' ? name : card.inviter,
      party: invitation.party === 0 ? card.party : '',
      planName: card.plan,
    },
    { device: 0, person, invitation: hexOf(link.secret) },
  );
  const signed = await signEntrance(link, preview, keys, person);
  const saying: Saying = { counter: 0, type: invitation.party === 0 ? 'propose' : 'join', signed };
  const { was, left = [] } = before;
  const here = was === undefined ? me : { ...me, toEnd: [was] };
  const say = putSaying(link.space, saying);
  const kept = await keepSpace(store, line.seams, link.space, here, keys, say, ...left);
  if (kept.ok) kept.value.seen = preview.seen;
  return kept;
}

/**
 * Delivers what asks for entrance, and looks whether this device has a place by now.
 * The answer is lost sometimes: `used` by our own statement is as good as ok.
 */
export async function seekEntrance(space: Space, line: ServerLine): Promise<Reached<null>> {
  const keys = entranceKeys(space);
  if (!keys) return { ok: false, error: 'unauthorized' };
  const caller = { space: space.id, device: 0, keys };
  const saying = space.sayings.find(({ counter }) => counter === 0);
  const frames = saying ? [encodeFrame(FrameType.FRAME_STATEMENT, saying.signed)] : [];
  const fetched = await fetchCharter(line, caller, space.seen, frames);
  if (!fetched.ok) return fetched;
  space.seen = fetched.value.log;
  const { charter, replies } = fetched.value;
  const own = charter.devices.find((device) => device.signKey === space.keys.signKey);
  const asked = [...charter.proposals.values()].some(
    ({ subject }) => isEntrance(subject) && subject.device.signKey === space.keys.signKey,
  );
  const error = replies[0]?.answers[0]?.error ?? 'ok';
  if (saying && !own && !asked) return { ok: false, error: error === 'ok' ? 'misconduct' : error };
  const device = own?.index ?? 0;
  // CHARTER34: who still waits is let in where the plan is now.
  const isLeft = !own && movedFrom(line, charter) !== undefined;
  const { key, address } = charter.server;
  const place = isLeft ? { server: address, serverKey: key } : {};
  const written = await change(space, { device, ...place }, dropSaying(space.id, 0));
  if (!written.ok) return written;
  space.sayings = space.sayings.filter((kept) => kept !== saying);
  return { ok: true, value: null };
}

export interface Fetched {
  readonly charter: CharterState;
  /** Hashes of all its entries. */
  readonly entries: ReadonlySet<Hex>;
  readonly history: readonly Entry[];
  /** Of entries alone. */
  readonly log: LogState;
  readonly replies: readonly Reply[];
}

/** From what was read of it before; where that does not go on, from the beginning. */
export async function fetchCharter(
  line: ServerLine,
  caller: Caller,
  seen = EMPTY_LOG,
  statements: readonly Uint8Array[] = [],
): Promise<Reached<Fetched>> {
  const fetched = await fetchFrom(seen, line, caller, statements);
  const isFromSome = seen.frontier.size > 0;
  if (fetched.ok || !isFromSome || !['ahead', 'misconduct'].includes(fetched.error)) return fetched;
  return fetchFrom(EMPTY_LOG, line, caller, statements);
}

/** SYNC7: the chain of hashes up to the signed head's is the proof. */
async function fetchFrom(
  log: LogState,
  line: ServerLine,
  caller: Caller,
  statements: readonly Uint8Array[],
): Promise<Reached<Fetched>> {
  let cursor = BigInt(log.frontier.size);
  const replies: Reply[] = [];
  for (let isMore = true; isMore;) {
    const request = encodeSyncRequest({ cursor, root: '', budget: 0, answersOnly: false });
    const extra = replies.length === 0 ? statements : [];
    const frames = concat(encodeFrame(FrameType.FRAME_SYNC_REQUEST, request), ...extra);
    const reply = await ask(line, caller, frames);
    if (!reply.ok) return reply;
    const folded = foldLeaves(log, reply.value.leaves, caller.space, 'charter');
    const { next, more } = reply.value.end;
    const count = BigInt(reply.value.leaves.length);
    // SYNC6: as many as were sent, and more only with something now.
    const isProgress = next === cursor + count && (count > 0n || !more);
    if (!folded.ok || !isProgress) return { ok: false, error: 'misconduct' };
    log = folded.value.log;
    cursor = next;
    isMore = more;
    replies.push(reply.value);
  }
  const { charter, entries, history } = log;
  const last = replies.at(-1)!;
  if (!charter || !isProven(charter, last, caller.space)) return { ok: false, error: 'misconduct' };
  return { ok: true, value: { charter, entries, history, log, replies } };
}

function isProven(charter: CharterState, { head }: Reply, space: Hex): boolean {
  if (!head || head.head.space !== space || head.head.charterHead !== charter.head) return false;
  const signer = signerOf(charter, head.head.serverKey);
  return verify('head', unhex(signer), head.bytes, head.signature);
}

/** LOG5: where the log ends with a move, the server that it left or the one that goes on. */
function signerOf({ server, height }: CharterState, named: Hex): Hex {
  return server.since === height && named === server.before ? server.before : server.key;
}

async function ask(line: ServerLine, caller: Caller, frames: Uint8Array): Promise<Reached<Reply>> {
  const response = await post(line, caller, '/v1/charter', frames);
  if (!response.ok) return response;
  const bytes = await readAll(response.value, line.seams);
  return bytes.ok ? readReply(bytes.value) : bytes;
}

/** Signed by the invitation's key, then by the new device's. */
async function signEntrance(
  link: Link,
  { invitation, charter, line }: Preview,
  keys: DeviceKeys,
  person: Hex,
): Promise<Uint8Array> {
  const inviting = invitationKeys(link);
  const device = { signKey: keys.signKey, boxKey: keys.boxKey };
  const isNewParty = invitation.party === 0;
  const { sector, replaces } = invitation;
  const place = { invitation: inviting.signKey, sector, signerRule: 1, replaces };
  const act = replaces === 0 ? ACT_ADMIT_PARTY : ACT_REPLACE_PARTY;
  const expires = serverTime(line) + PROPOSAL_S;
  const body = encodeStatement({
    space: link.space,
    device: 0,
    counter: 0n,
    charterHead: charter.head,
    type: isNewParty ? 'propose' : 'join',
    body: isNewParty
      ? encodePropose({ act, ...place, person, device }, expires)
      : encodeJoin({ invitation: inviting.signKey, person, device }),
  });
  const signatures = [await inviting.sign('statement', body), await keys.sign('statement', body)];
  return encodeSigned({ device: 0, seq: 0n, body, signatures, payload: [] });
}
