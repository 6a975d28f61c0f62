/** CHARTER26, E22: whoever is out reads nothing that was sealed by a device that knew of it; the second half of the schedules, on another core. */
import { test } from 'vitest';
import { playAll, seedsOf } from './testing/removal_schedules';

const seeds = seedsOf('second');

test.skipIf(seeds.length === 0)(
  'E22 CHARTER26 who is out reads nothing that was sealed by a device that knew of it (second half)',
  () => playAll(seeds),
  86_400_000,
);
