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

  describe('while it is being typed in', () => {
    test('what others write waits until whoever types rests, and is in what they leave', async () => {
      writing.draft = 'Prøve middag';
      writing.receive('middag på tirsdag', true);
      expect(writing.draft).toBe('Prøve middag');
      writing.rest();
      await writing.save();
      expect(sent).toEqual(['Prøve middag på tirsdag']);
      expect(bases).toEqual(['middag på tirsdag']);
    });

    test('what one has saved oneself comes back, and takes nothing of what is typed on', async () => {
      writing.draft = 'Prøve middag';
      await writing.save();
      writing.receive('Prøve middag', true);
      writing.draft = 'Prøve middager';
      await writing.save();
      expect(writing.draft).toBe('Prøve middager');
    });

    test('no word of one’s own leaves the field where they rest while it is sent', async () => {
      const slow = slowly();
      slow.writing.receive('middag på tirsdag', true);
      const saved = slow.writing.save();
      slow.writing.rest();
      slow.answer();
      await saved;
      expect(slow.writing.draft).toBe('Prøve middag');
      slow.writing.receive('Prøve middag på tirsdag');
      expect(slow.writing.draft).toBe('Prøve middag på tirsdag');
    });
  });

  test('what is typed while a part is sent is sent before it is left, after it', async () => {
    const slow = slowly();
    const first = slow.writing.save();
    slow.writing.draft = 'Prøve middager';
    const left = slow.writing.save();
    slow.answer();
    await first;
    slow.answer();
    await left;
    expect(slow.sent).toEqual(['Prøve middag', 'Prøve middager']);
  });

  /** Whoever has typed, and a plan that answers when it is told to. */
  function slowly(): { writing: Writing; sent: string[]; answer: () => void } {
    const texts: string[] = [];
    let answer = (): void => undefined;
    const slow = new Writing(
      (text) => {
        texts.push(text);
        return new Promise((resolve) => (answer = () => resolve(done)));
      },
      () => false,
    );
    slow.begin('middag');
    slow.draft = 'Prøve middag';
    return { writing: slow, sent: texts, answer: () => answer() };
  }

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
