/** WIRE2 The small codec writes and reads what the general library does, for every message there is. */
import {
  create as createFull,
  createFileRegistry,
  fromBinary as readFull,
  toBinary as writeFull,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as charter from '../../../build/gen/ts/charter_pb';
import * as commit from '../../../build/gen/ts/commit_pb';
import * as content from '../../../build/gen/ts/content_pb';
import * as envelope from '../../../build/gen/ts/envelope_pb';
import * as sync from '../../../build/gen/ts/sync_pb';
import { create, fromBinary, toBinary, type Field, type Schema } from './codec';
import { decodeStrict } from './strict';

const descriptors = readFileSync(new URL('../../../build/gen/ts/descriptors', import.meta.url));
const registry = createFileRegistry(readFull(FileDescriptorSetSchema, descriptors));

const modules = { ...charter, ...commit, ...envelope, ...sync, ...content };
const schemas = Object.entries(modules).flatMap(([name, value]) =>
  name.endsWith('Schema') ? [[name.replace('Schema', ''), value as Schema<unknown>] as const] : [],
);

function fullSchema(name: string) {
  return registry.getMessage(`wire.${name}`) ?? registry.getMessage(`content.${name}`)!;
}

function valueFor(field: Field): fc.Arbitrary<unknown> {
  const one = oneFor(field);
  return field.isRepeated ? fc.array(one, { maxLength: 5 }) : one;
}

function oneFor({ kind }: Field): fc.Arbitrary<unknown> {
  if (typeof kind === 'object') return messageOf(kind);
  switch (kind) {
    case 'uint32':
      return fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffffffff }));
    case 'uint64':
      return fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }));
    case 'bool':
      return fc.boolean();
    case 'enum':
      return fc.integer({ min: 0, max: 1 });
    case 'bytes':
      return fc.uint8Array({ maxLength: 200 });
    case 'string':
      return fc.string({ unit: 'grapheme' });
  }
}

function messageOf(schema: Schema<unknown>): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(schema.fields.map((field) => [field.name, valueFor(field)]));
  return fc.record(fields);
}

describe.each(schemas)('%s', (name, schema) => {
  test('WIRE2 the same bytes, both ways', () => {
    fc.assert(
      fc.property(messageOf(schema), (message) => {
        const bytes = toBinary(schema, message);
        const full = fullSchema(name);
        expect(bytes).toEqual(
          writeFull(full, createFull(full, message as Record<string, unknown>)),
        );
        expect(fromBinary(schema, bytes)).toEqual(create(schema, message as object));
      }),
      { numRuns: 50 },
    );
  });

  test('WIRE2 changed bytes are refused, or are another message in its one spelling', () => {
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(messageOf(schema), change, (message, { at, to }) => {
        const bytes = toBinary(schema, message);
        if (bytes.length > 0) bytes[at % bytes.length] = to;
        const decoded = decodeStrict(schema, bytes);
        if (decoded.ok) expect(toBinary(schema, decoded.value)).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
  });
});
