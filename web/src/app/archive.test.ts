import { createHash } from 'node:crypto';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { planAsZip } from './archive';

const PARTS = {
  json: '{"plan":"på"}\n',
  csv: '\uFEFFMål;Tiltak\r\n',
  ics: 'BEGIN:VCALENDAR\r\n',
  ...{ plan: '<!doctype html>', minutes: '<!doctype html>', size: 7, root: 'ab' },
  frames: Uint8Array.of(0, 255, 7),
};

test.each([
  ['SHA256SUMS', 'sha256'],
  ['B2SUMS', 'blake2b512'],
])('every file comes back as it was, and %s has its sum', async (list, algorithm) => {
  const files = unzipSync(await planAsZip(PARTS, 1_800_000_000));
  expect(strFromU8(files['plan.json']!)).toBe(PARTS.json);
  expect(files['plan.csv']).toEqual(strToU8(PARTS.csv)); // its byte order mark too
  expect(files['logg.frames']).toEqual(PARTS.frames);
  const sums = strFromU8(files[list]!).trimEnd().split('\n');
  expect(sums.length).toBe(Object.keys(files).length - 2);
  for (const line of sums) {
    const [sum, name] = line.split('  ');
    expect(createHash(algorithm).update(files[name!]!).digest('hex')).toBe(sum);
  }
});

test.each([
  ['nb', 'LES-MEG.txt referater.html logg.frames'],
  ['nn', 'LES-MEG.txt referat.html logg.frames'],
  ['en', 'READ-ME.txt minutes.html log.frames'],
  ['se', 'LES-MEG.txt referater.html logg.frames'],
])(
  'in %s the files are called %s, beside those that programs look for',
  async (language, names) => {
    const files = unzipSync(await planAsZip(PARTS, 1_800_000_000, language));
    const fixed = 'plan.html plan.csv plan.ics plan.json SHA256SUMS B2SUMS';
    expect(Object.keys(files).sort()).toEqual(`${names} ${fixed}`.split(' ').sort());
  },
);

test.each([
  ['nb', 'LES-MEG.txt', '7 ledd', 'Svar som ikke er åpnet, er heller ikke med.'],
  ['nn', 'LES-MEG.txt', '7 ledd', 'Svar som ikkje er opna, er heller ikkje med.'],
  ['en', 'READ-ME.txt', '7 entries', 'Answers that are not opened are left out too.'],
  ['se', 'LES-MEG.txt', '7 ledd', 'Svar som ikke er åpnet'],
])(
  'in %s, %s names every file, what to compare and what is left out',
  async (language, readme, ...told) => {
    const files = unzipSync(await planAsZip(PARTS, 1_800_000_000, language));
    const words = strFromU8(files[readme]!);
    for (const name of Object.keys(files)) if (name !== readme) expect(words).toContain(name);
    for (const sentence of told) expect(words).toContain(sentence);
  },
);

test.each([0, Date.UTC(1979, 11, 31) / 1000, Date.UTC(2100, 0, 1) / 1000, Number.MAX_SAFE_INTEGER])(
  'also a device whose clock says %d takes the archive',
  async (now) => {
    const files = unzipSync(await planAsZip(PARTS, now));
    expect(strFromU8(files['plan.json']!)).toBe(PARTS.json);
  },
);
