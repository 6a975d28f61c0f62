import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { planAsZip } from './archive';

const PARTS = {
  json: '{"plan":"på"}\n',
  csv: '\uFEFFMål;Tiltak\r\n',
  frames: Uint8Array.of(0, 255, 7),
};

test('every file comes back as it was, and its hash is in the list', () => {
  const files = unzipSync(planAsZip(PARTS, 1_800_000_000));
  expect(strFromU8(files['plan.json']!)).toBe(PARTS.json);
  expect(files['plan.csv']).toEqual(strToU8(PARTS.csv)); // its byte order mark too
  expect(files['logg.frames']).toEqual(PARTS.frames);
  const sums = strFromU8(files.SHA256SUMS!).trimEnd().split('\n');
  expect(sums.length).toBe(Object.keys(files).length - 1);
  for (const line of sums) {
    const [sum, name] = line.split('  ');
    expect(createHash('sha256').update(files[name!]!).digest('hex')).toBe(sum);
  }
});
