/** What has become of a proposal: who was heard, who stops it, and whom it waits for. */
import {
  decisionState,
  type DecisionContent,
  type Hearing,
  type Minuted,
  type Speaker,
  type Stance,
} from '../core/plan/decisions';
import { doesCount } from '../core/plan/items';
import { wasHeld } from '../core/plan/meetings';
import type { DecisionView, StanceView } from './content_port';
import {
  author,
  claimedBy,
  dayOf,
  isHere,
  partiesWith,
  signerOf,
  writtenView,
  type Reading,
} from './reading';

/** Of whom the plan must hear now. */
export function hearingOf(reading: Reading): Hearing {
  const { charter } = reading;
  const parties = partiesWith(reading);
  return {
    sectorOf: (party: number) => charter?.parties[party - 1]?.sector ?? 0,
    sectors: [...new Set(parties.map(({ sector }) => sector))].sort((a, b) => a - b),
    parties: parties.map(({ index }) => index),
    today: dayOf(reading.now),
  };
}

export function decisionView(
  reading: Reading,
  decision: DecisionContent,
  hearing: Hearing,
): DecisionView {
  const { stances, minuted, ...same } = decision;
  const { space } = reading;
  const isMinuted = ({ device, meeting }: Minuted): boolean => {
    const signer = signerOf(reading, device);
    const isWith = signer !== undefined && hearing.parties.includes(signer.party);
    return isWith && isTold(reading, meeting, hearing.today);
  };
  const found = decisionState(
    { stances, minuted, until: same.until },
    hearing,
    (stance) => speakerOf(reading, stance, hearing),
    isMinuted,
  );
  const view = (stance: Stance): StanceView => ({
    verdict: stance.verdict,
    reason: stance.reason,
    by: author(reading, stance),
  });
  const isMine = (stance: Stance): boolean =>
    speakerOf(reading, stance, hearing)?.key === space.me.person && space.me.person !== '';
  const mine = [...found.stops, ...found.yeses].find(isMine)?.verdict;
  return {
    ...same,
    ...writtenView(reading, decision),
    state: found.state,
    stops: found.stops.map(view),
    leftBehind: found.leftBehind.map(view),
    lifted: found.lifted.map(view),
    yeses: found.yeses.map(view),
    waitsFor: found.waitsFor,
    minutedIn: minuted.filter(isMinuted).map(({ meeting, sectors, ...said }) => ({
      ...{ meeting, sectors },
      by: author(reading, said),
    })),
    ...(mine ? { mine } : {}),
  };
}

/** A helper speaks for somebody of a group; who came by their slip since is that person. */
function speakerOf(
  reading: Reading,
  { device, behalf, about }: Stance,
  hearing: Hearing,
): Speaker | undefined {
  const signer = signerOf(reading, device);
  if (!signer) return undefined;
  const person = behalf ? claimedBy(reading, behalf) : signer.person;
  const party = reading.charter?.persons.get(person)?.party ?? behalf?.party ?? 0;
  const key = person === '' ? `for/${about}` : person;
  return { key, party, standing: standingOf(reading, person, party, hearing) };
}

/** Whoever is gone can lift nothing; somebody without a device is here as long as their group is. */
function standingOf(
  { charter }: Reading,
  person: string,
  party: number,
  hearing: Hearing,
): Speaker['standing'] {
  const isRemoved = charter?.parties[party - 1]?.removedAt !== undefined;
  const isSilent = person !== '' && !(charter && isHere(charter, person, party));
  if (isSilent || isRemoved) return 'gone';
  return hearing.parties.includes(party) ? 'with' : 'out';
}

/** What is taken away tells of nobody. */
function isTold({ space }: Reading, id: string, today: string): boolean {
  const meeting = { kind: 'meeting', id } as const;
  return doesCount(space.doc, meeting) && wasHeld(space.doc, meeting, today);
}
