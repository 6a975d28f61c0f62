import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Draft } from './draft.svelte';
import type { Session } from './session.svelte';

describe('a draft', () => {
  let kept: Map<string, string>;
  let session: Session;

  beforeEach(() => {
    vi.useFakeTimers();
    kept = new Map();
    const run = (name: string, { form, text }: { form: string; text?: string }) => {
      if (name === 'keepDraft') kept.set(form, text ?? '');
      return Promise.resolve({ ok: true, value: { text: kept.get(form) ?? '' } });
    };
    session = { run } as unknown as Session; // as much of it as a draft asks
  });

  const begin = (form: 'action' | 'goal' = 'action') => new Draft(session, 's', form, ['title']);
  /** What somebody finds who opens the form. */
  async function found(form: 'action' | 'goal'): Promise<string> {
    const draft = begin(form);
    await vi.runAllTimersAsync();
    return draft.texts.title;
  }

  test('is kept after a pause, and given back in its own form', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.follow();
    await vi.runAllTimersAsync();
    expect([await found('action'), await found('goal')]).toEqual(['Halvskrevet', '']);
  });

  test('is kept where the form is left before the pause is over', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.follow()();
    expect(await found('action')).toBe('Halvskrevet');
  });

  test('is kept at once where the app is hidden', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.keepNow();
    expect(await found('action')).toBe('Halvskrevet');
  });

  test('is forgotten once it is in the plan', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.follow()();
    draft.texts.title = 'Ferdig';
    const leave = draft.follow();
    draft.sent();
    leave();
    expect(await found('action')).toBe('');
  });

  test('is forgotten where the form stays for the next, which is kept as well', async () => {
    const draft = begin();
    draft.texts.title = 'Olga';
    const leave = draft.follow();
    draft.emptied();
    leave(); // the form follows what has become of its texts
    const next = draft.follow();
    expect([draft.texts.title, await found('action')]).toEqual(['', '']);
    draft.texts.title = 'Olga';
    next();
    draft.follow()();
    expect(await found('action')).toBe('Olga');
  });

  test('does not overwrite what is typed before it has come', async () => {
    kept.set('action', JSON.stringify({ title: 'Gammelt' }));
    const draft = begin();
    draft.texts.title = 'Nytt';
    await vi.runAllTimersAsync();
    expect(draft.texts.title).toBe('Nytt');
  });

  test('is put away from the form and the device, and comes back at once where that is undone', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.keepNow();
    const undo = draft.putAway();
    expect([draft.texts.title, draft.isEmpty, await found('action')]).toEqual(['', true, '']);
    undo();
    expect([draft.texts.title, await found('action')]).toEqual(['Halvskrevet', 'Halvskrevet']);
  });

  test('says whether it stood here before', async () => {
    const draft = begin();
    draft.texts.title = 'Halvskrevet';
    draft.keepNow();
    const again = begin();
    await vi.runAllTimersAsync();
    expect([draft.isOlder, again.isOlder]).toEqual([false, true]);
    again.putAway();
    expect(again.isOlder).toBe(false);
  });
});
