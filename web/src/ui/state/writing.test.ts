import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../app/port';
import { Writing } from './writing.svelte';

const done: Outcome<null> = { ok: true, value: null };

describe('writing', () => {
  let sent: string[] = [];
  let bases: string[] = [];
  let writing: Writing;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    bases = [];
    writing = new Writing(
      (text, base) => {
        sent.push(text);
        bases.push(base);
        return Promise.resolve(done);
      },
      () => false,
    );
    writing.begin('middag');
  });

  test('a pause saves what was typed, once', async () => {
    writing.draft = 'Prøve middag';
    writing.typed();
    await vi.runAllTimersAsync();
    expect(sent).toEqual(['Prøve middag']);
    await writing.save();
    expect(sent).toEqual(['Prøve middag']);
  });

  test('what others write meanwhile is in the draft before it is saved', async () => {
    writing.draft = 'Prøve middag';
    writing.receive('middag på tirsdag');
    await writing.save();
    expect(sent).toEqual(['Prøve middag på tirsdag']);
    expect(bases).toEqual(['middag på tirsdag']); // what it was written on, for the race that is left
  });

  test('its own text coming back changes nothing', async () => {
    writing.draft = 'Prøve middag';
    await writing.save();
    writing.draft = 'Prøve middager';
    writing.receive('Prøve middag');
    expect(writing.draft).toBe('Prøve middager');
  });

  test('a text that is needed is not emptied, and a refusal is kept to be shown', async () => {
    writing.draft = ' ';
    await writing.save();
    expect(sent).toEqual([]);
    const refused = new Writing(
      () => Promise.resolve({ ok: false, error: 'storage' }),
      () => true,
    );
    refused.begin('a');
    refused.draft = 'b';
    await refused.save();
    expect(refused.problem).toBe('storage');
    expect(refused.draft).toBe('b');
  });
});
