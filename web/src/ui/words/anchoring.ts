/** Where a group's own people have said yes, in a sentence. */
import type { PartyView } from '../../app/port';
import { dayInWords } from './dates';
import { m } from './texts.svelte';

export function anchoringWords({ anchoring }: PartyView): string {
  const { body = '', date = '', caseNumber = '' } = anchoring ?? {};
  if (body === '') return m.anchoring_missing();
  const parts = [
    body,
    date === '' ? '' : dayInWords(date, new Date()),
    caseNumber === '' ? '' : m.anchoring_case({ number: caseNumber }),
  ];
  const said = parts.filter((text) => text !== '').join(', ');
  return `${m.anchoring_title()} ${said.slice(0, 1).toUpperCase()}${said.slice(1)}`;
}
