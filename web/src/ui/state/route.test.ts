import { describe, expect, test } from 'vitest';
import { readRoute, writeRoute, type Route } from './route';

const space = 'ab12';
const ROUTES: readonly [string, Route][] = [
  ['/', { name: 'start' }],
  ['/start', { name: 'found' }],
  ['/bli-med', { name: 'join' }],
  ['/planer', { name: 'plans' }],
  ['/mer', { name: 'more' }],
  ['/mer/om', { name: 'about' }],
  ['/plan/ab12', { name: 'plan', space }],
  ['/plan/ab12/tiltak/t1', { name: 'action', space, action: 't1' }],
  ['/plan/ab12/nytt-tiltak', { name: 'new-action', space }],
  ['/plan/ab12/nytt-tiltak/m1', { name: 'new-action', space, goal: 'm1' }],
  ['/plan/ab12/kart', { name: 'map', space }],
  ['/plan/ab12/nytt', { name: 'news', space }],
  ['/plan/ab12/mote', { name: 'meeting', space }],
  ['/plan/ab12/mote/a1', { name: 'gathering', space, id: 'a1' }],
  ['/plan/ab12/runde/r1', { name: 'round', space, id: 'r1' }],
  ['/plan/ab12/forslag/b1', { name: 'decision', space, id: 'b1' }],
  ['/plan/ab12/sammen/v1', { name: 'wheel', space, id: 'v1' }],
  ['/plan/ab12/vi/slipper-til', { name: 'balance', space }],
  ['/plan/ab12/det-vi-har', { name: 'resources', space }],
  ['/plan/ab12/vi', { name: 'people', space }],
  ['/plan/ab12/vi/inviter', { name: 'invite', space }],
  ['/plan/ab12/mer', { name: 'more', space }],
  ['/plan/ab12/mer/lesere', { name: 'readers', space }],
  ['/plan/ab12/mer/sjekk', { name: 'check', space }],
  ['/plan/ab12/mer/hjemskjerm', { name: 'install', space }],
];

describe('addresses', () => {
  test.each(ROUTES)('%s names its view, and the view names it', (path, route) => {
    expect(readRoute(path)).toEqual(route);
    expect(writeRoute(route)).toBe(path);
  });

  test.each([
    '/plan',
    '/plan/ab12/ukjent',
    '/plan/ab12/tiltak',
    '/constructor',
    '/plan/ab12/__proto__',
  ])('%s is said to be missing', (path) => {
    expect(readRoute(path)).toEqual({ name: 'missing' });
  });
});
