/** Reads proto/vectors: `key: value` lines, bytes in hex, a key may repeat. */
import { readdirSync, readFileSync } from 'node:fs';
import { bytesOfHex, type Hex } from '../../core/bytes';

const ROOT = new URL('../../../../proto/vectors/', import.meta.url);

export interface Vector {
  readonly name: string;
  readonly rule: string;
  readonly comment: string;
  /** A name of errors.ts. */
  readonly expect: string;
  has(key: string): boolean;
  text(key: string): string;
  texts(key: string): readonly string[];
  hex(key: string): Hex;
  bytes(key: string): Uint8Array;
  number(key: string): number;
}

export function areas(): string[] {
  const entries = readdirSync(ROOT, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return folders.filter((name) => loadVectors(name).length > 0);
}

export function loadVectors(area: string): Vector[] {
  const folder = new URL(`${area}/`, ROOT);
  const files = readdirSync(folder).filter((name) => name.endsWith('.vec'));
  return files.sort().map((name) => readVector(name, readFileSync(new URL(name, folder), 'utf8')));
}

function readVector(name: string, content: string): Vector {
  const lines = content.split('\n').flatMap((line) => {
    const [, key = '', value = ''] = /^([a-z_]+):\s*(.*)$/.exec(line) ?? [];
    return key === '' ? [] : [{ key, value }];
  });
  const texts = (key: string): string[] =>
    lines.filter((line) => line.key === key).map((line) => line.value);
  const text = (key: string): string => texts(key)[0] ?? '';
  const hex = (key: string): Hex => text(key).replaceAll(' ', '');
  return {
    name: name.replace('.vec', ''),
    rule: text('rule'),
    comment: text('comment'),
    expect: text('expect').replace('ERR_', '').toLowerCase().replaceAll('_', '-'),
    has: (key) => texts(key).length > 0,
    text,
    texts,
    hex,
    bytes: (key) => bytesOfHex(hex(key))!,
    number: (key) => Number(text(key)),
  };
}
