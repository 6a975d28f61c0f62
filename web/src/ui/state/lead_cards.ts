/**
 * Short words for whoever leads a meeting, one at a time: which are due, and which were put away
 * on this device. Nothing here is told to anybody.
 */
import type { MeetingView } from '../../app/port';
import { recall, remember } from './dress';

/** When a card is of use, and how often it comes back after it was put away. */
const CARDS = [
  ['unpaid', 'before', 'meeting'],
  ['control', 'before', 'half-year'],
  ['phones', 'during', 'meeting'],
  ['silent', 'during', 'meeting'],
  ['tool', 'during', 'half-year'],
] as const;

export type LeadCard = (typeof CARDS)[number][0];

/** A meeting without a day counts by today. */
export function keyOfCard(
  card: LeadCard,
  { id, date }: Pick<MeetingView, 'id' | 'date'>,
  today: string,
): string {
  const again = CARDS.find(([name]) => name === card)?.[2];
  if (again === 'meeting') return `${card}/${id}`;
  const [year = '', month = ''] = (date || today).split('-');
  return `${card}/${year}-${Number(month) <= 6 ? '1' : '2'}`;
}

export function dueCards(
  meeting: Pick<MeetingView, 'id' | 'date'>,
  time: 'before' | 'during',
  today: string,
  isAway: (key: string) => boolean,
): readonly LeadCard[] {
  const cards = CARDS.filter(([, when]) => when === time).map(([card]) => card);
  return cards.filter((card) => !isAway(keyOfCard(card, meeting, today)));
}

const kept = (space: string, key: string): string => `card/${space}/${key}`;

export const isPutAway = (space: string, key: string): boolean => recall(kept(space, key)) !== null;

export const putAway = (space: string, key: string): void => remember(kept(space, key), '1');
