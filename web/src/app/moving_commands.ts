/** Commands about moving a plan to another server, and about going on there. */
import { hexOf, unhex, type Hex } from '../core/bytes';
import {
  deviceOf,
  currentEpoch,
  isOnTrial,
  partyOf,
  whyOver,
  type CharterState,
} from '../core/charter/state';
import { isAddress } from '../core/charter/propose';
import { ACT_MOVE_SERVER } from '../core/charter/statement';
import { textName } from '../core/plan/document';
import { readText } from '../core/plan/items';
import { epochKeyOf } from '../crypto/epoch_key';
import { hash } from '../crypto/hash';
import { invitationKeys } from '../crypto/invitation';
import { verify } from '../crypto/verify';
import { decodeStatement } from '../proto/charter';
import { decodeSigned } from '../proto/signed';
import { encodeSignedHead } from '../proto/sync';
import { BY_LINE_ONLY } from '../sync/carried';
import { PASSING } from '../sync/contact';
import { enrol, previewInvitation } from '../sync/enrol';
import {
  bring,
  MAX_PASSAGE_FILE,
  MAX_PASSAGE_LINK,
  readLogFile,
  readMovingCode,
  spellPassage,
  spellPlace,
  vouch,
  type Passage,
} from '../sync/moving';
import { lastKnownTime, sayInvite } from '../sync/person_statements';
import { dropSaying, leftKey, putEpochKey, type Saying } from '../sync/records';
import { change, isMember, unsentCount, type Space } from '../sync/space';
import { readStatements, spellStatements } from '../sync/statements_file';
import { askServerInfo, newLine, serverTime } from '../sync/transport';
import { addLeft, isLeftUnread, spellWords, unsentChanges } from '../sync/unsent';
import type { Change } from '../store/store';
import { propose } from './charter_commands';
import { comeIn, leave, MAX_NAME, stay } from './people_commands';
import type { Commands, Outcome } from './port';
import { addSpace, done, refuse, type Refusal, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];
type Answer<N extends keyof Commands> = Promise<Outcome<Commands[N]['answer']>>;

/** Half of what such an invitation may last: as much off to either side. */
const PASSAGE_S = 43_200n;
const NOTHING = new Uint8Array();

export async function proposeMove(
  running: Running,
  { space, to }: Ask<'proposeMove'>,
): Answer<'proposeMove'> {
  const charter = running.spaces.get(space)?.space.log.charter;
  if (!charter) return refuse('not-found');
  const code = readMovingCode(to);
  const address = code ? code.origin : to.trim().replace(/\/+$/, '');
  if (code?.kind === 'passage' || !isAddress(address)) return refuse('bad-input', 'to');
  const serverKey = await keyOf(running, address, code?.serverKey);
  if (typeof serverKey !== 'string') return serverKey;
  if (serverKey === charter.server.key) return refuse('bad-input', 'same');
  return propose(running, space, { act: ACT_MOVE_SERVER, serverKey, address });
}

/**
 * A plan that moved to a key that nobody has could never be had again: where the address can be
 * asked, it is, and a code that says something else is none.
 */
async function keyOf(
  { seams, home }: Running,
  address: string,
  said: Hex | undefined,
): Promise<Hex | Refusal> {
  if (said !== undefined && home !== undefined) return said;
  const info = await askServerInfo(address, seams);
  if (!info.ok) return said ?? refuse(info.error);
  const { serverKey } = info.value;
  return said === undefined || said === serverKey ? serverKey : refuse('bad-input', 'to');
}

export async function placeHere(
  running: Running,
  { server }: Ask<'placeHere'>,
): Answer<'placeHere'> {
  const info = await askServerInfo(server, running.seams);
  if (!info.ok) return refuse(info.error);
  const { serverKey } = info.value;
  return done({ code: spellPlace(server, serverKey), serverKey });
}

/** Anew each time: what stands in a link is good for hours, and then the next is made. */
export async function passage(running: Running, ask: Ask<'passage'>): Answer<'passage'> {
  const found = running.spaces.get(ask.space);
  const charter = found?.space.log.charter;
  if (!found || !charter || charter.server.since === 0n) return refuse('not-found');
  const { space } = found;
  const own = deviceOf(charter, space.me.device);
  if (!own || own.cut || space.me.ended) return refuse('ended');
  const now = await askedTime(running, found, charter);
  // CHARTER29: what it would say for its person opens nothing there yet.
  if (isOnTrial(own, now)) return refuse('forbidden');
  const before = space.sayings.filter((saying) => isPassage(space, saying));
  const plan = readText(space.doc, textName('plan', 'title')).slice(0, MAX_NAME);
  const sector = partyOf(charter, own.party)?.sector ?? 0;
  const said = await sayInvite(space, charter, {
    ...{ party: own.party, sector: 0, person: own.person },
    card: { plan: plan || space.me.planName, party: '', inviter: space.me.name, sector },
    until: now + PASSAGE_S,
  });
  if (!said.ok) return refuse('storage');
  const { secret } = said.value;
  const drops = before.map(({ counter }) => dropSaying(space.id, counter));
  const kept = await change(space, { again: hexOf(secret) }, ...drops);
  if (!kept.ok) return refuse('storage');
  space.sayings = space.sayings.filter((saying) => !before.includes(saying));
  const epoch = currentEpoch(charter)?.id ?? '';
  const key = space.epochKeys.get(epoch);
  const code = {
    ...{ space: space.id, secret },
    ...(key ? { epoch, key } : { epoch: '', key: NOTHING }),
    statements: ownStatements(space),
  };
  const link = spellPassage(charter.server.address, { ...code, words: await wordsOf(space) });
  if (link.length > MAX_PASSAGE_FILE) return refuse('too-large');
  const isLong = link.length > MAX_PASSAGE_LINK;
  return done({ link, isLong, isWithout: isLeftUnread(space) });
}

/** The clock here may be days off, and what a server said last be of long ago. */
async function askedTime(
  { home, seams }: Running,
  { space, line }: RunningSpace,
  charter: CharterState,
): Promise<bigint> {
  const info = await askServerInfo(home ?? line.origin, seams);
  if (info.ok) return info.value.time;
  const [here, known] = [serverTime(line), lastKnownTime(space, charter)];
  return here > known ? here : known;
}

function isPassage({ id, me }: Space, { type, signed }: Saying): boolean {
  if (type !== 'invite' || me.again === undefined) return false;
  const decoded = decodeStatement(signed, hash);
  const { signKey } = invitationKeys({ space: id, secret: unhex(me.again) });
  const body = decoded.ok ? decoded.value.statement.body : undefined;
  return body?.type === 'invite' && body.signKey === signKey;
}

function ownStatements({ id, sayings }: Space): Uint8Array {
  const own = sayings.filter(({ type }) => !BY_LINE_ONLY.includes(type));
  return spellStatements(id, own) ?? NOTHING;
}

/** What cannot be read of them stays. */
async function wordsOf(space: Space): Promise<Uint8Array> {
  return unsentCount(space) === 0 ? NOTHING : spellWords(await unsentChanges(space));
}

/** SYNC10, then as whoever comes by a link; the device that made it is ended by the next duties. */
export async function goOn(running: Running, { link }: Ask<'goOn'>): Answer<'goOn'> {
  const code = readMovingCode(link);
  const signed = code?.kind === 'passage' ? statementsIn(code) : undefined;
  if (code?.kind !== 'passage' || !signed) return refuse('bad-link');
  const known = running.spaces.get(code.space);
  // What is here of a plan that has gone and come back is of before: it is begun anew.
  const isOver = known && (known.space.me.ended !== undefined || known.line.isElsewhere === true);
  if (known && !isOver) return hereAlready(known, code, signed);
  const info = await askServerInfo(code.origin, running.seams);
  if (!info.ok) return refuse(info.error);
  const line = newLine(code.origin, info.value.serverKey, running.seams);
  line.offset = Number(info.value.time) - running.seams.now();
  const told = await vouch(line, code.space, signed);
  // Brought by this link before, or not here yet: what the invitation says tells which.
  const isTold = told.ok || told.error === 'unauthorized' || told.error === 'ended';
  if (!isTold) return refuse(told.error);
  const invitation = { origin: code.origin, space: code.space, secret: code.secret };
  const seen = await previewInvitation(invitation, running.seams);
  if (!seen.ok && seen.error === 'unauthorized') {
    // Who took or refused what was told has the plan: then it is the link that is over.
    // It answers who it does not know with no address: that is known here, or not at all.
    if (told.ok && told.value === 'moved') return refuse('moved', known?.space.me.server);
    if (told.ok) return refuse(PASSING.includes(told.value) ? told.value : 'ended');
    if (told.error === 'ended') return refuse('ended');
    return done({ space: code.space, state: 'not-there' });
  }
  if (!seen.ok) return refuse(seen.error, seen.movedTo);
  // Of no person: it lets a stranger in, who would have no name.
  if (seen.value.invitation.person === '') return refuse('bad-link');
  const over = whyOver(seen.value.invitation, serverTime(seen.value.line));
  if (over) return refuse(over);
  const keys = await running.newKeys();
  // An earlier membership here has ended, and keeps what it could not send.
  if (known && !addLeft(known.space, code.words)) return refuse('storage');
  const mine = known ? await leave(running, known) : [];
  const before = {
    was: seen.value.invitation.inviterDevice,
    left: [...broughtBy(code), ...mine],
  };
  const kept = await enrol(running.store, invitation, seen.value, keys, '', before);
  if (!kept.ok && known) stay(running, known);
  return kept.ok ? here(addSpace(running, kept.value)) : refuse(kept.error);
}

/** Undefined where the link is damaged: whatever is lost in it would be lost for good. */
function statementsIn({ space, statements, words }: Passage): readonly Uint8Array[] | undefined {
  const file = readStatements(statements);
  const isUnread = words.length > 0 && isLeftUnread({ left: words });
  if (file?.space !== space || isUnread) return undefined;
  const areWhole = file.signed.every((signed) => {
    const decoded = decodeStatement(signed, hash);
    return decoded.ok && decoded.value.statement.space === space;
  });
  return areWhole ? file.signed : undefined;
}

function broughtBy({ space, epoch, key, words }: Passage): Change[] {
  const keys = epoch === '' ? [] : [putEpochKey(space, epoch, epochKeyOf(key))];
  return words.length === 0 ? keys : [...keys, { key: leftKey(space), value: words }];
}

/** What it brings is written as this person's own: so only what this person's device has made. */
async function hereAlready(
  found: RunningSpace,
  code: Passage,
  signed: readonly Uint8Array[],
): Answer<'goOn'> {
  const { space } = found;
  const { signKey } = invitationKeys(code);
  const come = await here(found);
  // Whoever came in by it brought them; once more, they would undo what was written since.
  const isUsed = space.log.charter?.invitations.get(signKey)?.isUsed ?? false;
  if (!come.ok || code.words.length === 0 || isUsed) return come;
  const isOwn = signed.some((statement) => isOwnInvitation(space, statement, signKey));
  return isOwn ? here(found, code.words) : refuse('ended');
}

/** By a device that is ended, too. Whoever has its secret has it from there: it is in no log. */
function isOwnInvitation({ log, me }: Space, signed: Uint8Array, signKey: Hex): boolean {
  const [envelope, decoded] = [decodeSigned(signed), decodeStatement(signed, hash)];
  const [statement, charter] = [decoded.ok ? decoded.value.statement : undefined, log.charter];
  const { body } = statement ?? {};
  if (!envelope.ok || !statement || body?.type !== 'invite' || body.signKey !== signKey)
    return false;
  const author = charter && deviceOf(charter, statement.device);
  const [signature] = envelope.value.signatures;
  if (author?.person !== me.person || !signature) return false;
  return verify('statement', unhex(author.signKey), envelope.value.body, signature);
}

async function here(
  found: Parameters<typeof comeIn>[0],
  words: Uint8Array = NOTHING,
): Answer<'goOn'> {
  const { space } = found;
  if (words.length > 0) {
    if (!addLeft(space, words)) return refuse('storage');
    const kept = await space.store.write([{ key: leftKey(space.id), value: space.left! }]);
    if (!kept.ok) return refuse('storage');
  }
  const come = await comeIn(found);
  if (!come.ok) return come;
  return isMember(found.space)
    ? done({ space: found.space.id, state: 'here' })
    : refuse('not-member');
}

export async function bringPlan(running: Running, ask: Ask<'bringPlan'>): Answer<'bringPlan'> {
  const file = readLogFile(ask.bytes);
  if (!file) return refuse('bad-input', 'file');
  const info = await askServerInfo(ask.server, running.seams);
  if (!info.ok) return refuse(info.error);
  const line = newLine(ask.server, info.value.serverKey, running.seams);
  const { bytes, signature } = file.head;
  const brought = await bring(line, encodeSignedHead(bytes, signature), file.leaves);
  return brought.ok ? done(null) : refuse(brought.error);
}
