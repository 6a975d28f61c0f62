import { describe, expect, test } from 'vitest';
import { ITEM, Scene } from '../testing/decision_scene';
import { meet } from '../testing/device';
import { decisionsOf } from './decisions';
import { setFields } from './document';
import { readItems } from './items';
import { NO_LOG, type Whose } from './log_order';

describe('time that somebody gave', () => {
  const until = (scene: Scene, device: number, day: string): void => {
    scene.device(device).edit((doc) => setFields(doc, ITEM, { until: day }));
    meet(...scene.devices);
  };
  const given = (scene: Scene): string => {
    const { doc } = scene.device(2);
    return decisionsOf(doc, readItems(doc))[0]!.until;
  };

  test('is shortened by nobody else', () => {
    const scene = new Scene('2027-03-14');
    until(scene, 4, '2027-03-28');
    expect(given(scene)).toBe('2027-03-28');
    until(scene, 5, '');
    until(scene, 1, '2027-03-02');
    expect(given(scene)).toBe('2027-03-28');
    until(scene, 4, '2027-03-20');
    expect(given(scene)).toBe('2027-03-20');
  });

  test('by somebody who is gone counts where nobody else gave any', () => {
    const scene = new Scene('2027-03-14');
    until(scene, 4, '2099-01-01');
    const { doc } = scene.device(2);
    const without = (gone: readonly number[]): string => {
      const whoseIs = (device: number): Whose => ({
        ...NO_LOG.whoseIs(device),
        isHere: !gone.includes(device),
      });
      return decisionsOf(doc, readItems(doc), { ...NO_LOG, whoseIs })[0]!.until;
    };
    expect([without([]), without([4]), without([1, 4])]).toEqual([
      '2099-01-01',
      '2027-03-14',
      '2099-01-01',
    ]);
  });

  test('is given anew by the same person on another device', () => {
    const scene = new Scene('2027-03-28');
    until(scene, 2, '2027-03-14');
    const { doc } = scene.device(3);
    const whoseIs = (device: number): Whose => ({
      ...NO_LOG.whoseIs(device),
      person: device < 3 ? 'kari' : String(device),
    });
    const [read] = decisionsOf(doc, readItems(doc), { ...NO_LOG, whoseIs });
    expect(read?.until).toBe('2027-03-14');
  });

  test('is a day, whatever somebody writes', () => {
    const scene = new Scene('2027-03-14');
    until(scene, 4, 'zzz');
    expect(given(scene)).toBe('2027-03-14');
  });
});
