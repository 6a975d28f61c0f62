// usage: node bundling/proto_tables.mjs DESCRIPTORS OUT      one TypeScript file per .proto: enums, types, tables
import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { readFileSync, writeFileSync } from 'node:fs';

const [descriptors, out] = process.argv.slice(2);
if (!out) {
  console.error('usage: node bundling/proto_tables.mjs DESCRIPTORS OUT');
  process.exit(2);
}
/** Of descriptor.proto: the types that the subset has. */
const KINDS = {
  4: 'uint64',
  8: 'bool',
  9: 'string',
  11: 'message',
  12: 'bytes',
  13: 'uint32',
  14: 'enum',
};
const TYPES = {
  uint64: 'bigint',
  bool: 'boolean',
  string: 'string',
  bytes: 'Uint8Array',
  uint32: 'number',
};
const REPEATED = 3;

for (const file of fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)).file) {
  const lines = [
    `// Generated from proto/${file.name} by scripts/gen-proto.`,
    ...(file.messageType.length > 0
      ? ["import { table, type Schema } from '../../../web/src/proto/codec';"]
      : []),
    ...file.enumType.map(spellEnum),
    ...inOrderOfUse(file.messageType).flatMap((message) => [
      spellType(message),
      spellTable(message),
    ]),
  ];
  writeFileSync(`${out}/${file.name.replace('.proto', '_pb.ts')}`, `${lines.join('\n')}\n`);
}

/** A table names the tables of its fields, which must stand before it. */
function inOrderOfUse(messages) {
  const sorted = [];
  const place = (message) => {
    if (sorted.includes(message)) return;
    for (const f of message.field) {
      const used = messages.find(({ name }) => kindOf(f) === 'message' && name === shortName(f));
      if (used) place(used);
    }
    sorted.push(message);
  };
  messages.forEach(place);
  return sorted;
}

/** A prefix that repeats the enum's own name is left out, as usual in TypeScript. */
function spellEnum({ name, value }) {
  const prefix = `${name.replace(/(?<=[a-z])([A-Z])/g, '_$1').toUpperCase()}_`;
  const isShared = value.every((v) => v.name.startsWith(prefix));
  const rows = value.map(
    (v) => `  ${isShared ? v.name.slice(prefix.length) : v.name} = ${v.number},`,
  );
  return `export enum ${name} {\n${rows.join('\n')}\n}`;
}

function spellType({ name, field }) {
  const rows = field.map((f) => {
    const type = TYPES[kindOf(f)] ?? shortName(f);
    const isList = f.label === REPEATED;
    return `  ${camel(f.name)}${kindOf(f) === 'message' && !isList ? '?' : ''}: ${type}${isList ? '[]' : ''};`;
  });
  return `export interface ${name} {\n${rows.join('\n')}\n}`;
}

function spellTable({ name, field }) {
  const rows = [...field]
    .sort((a, b) => a.number - b.number)
    .map((f) => {
      const kind = kindOf(f) === 'message' ? `${shortName(f)}Schema` : `'${kindOf(f)}'`;
      return `  [${f.number}, '${camel(f.name)}', ${kind}${f.label === REPEATED ? ", 'list'" : ''}],`;
    });
  return `export const ${name}Schema: Schema<${name}> = /* @__PURE__ */ table<${name}>(\n${rows.join('\n')}\n);`;
}

function kindOf({ name, type }) {
  if (!KINDS[type]) throw new Error(`${name}: a type outside the subset`);
  return KINDS[type];
}

function shortName({ typeName }) {
  return typeName.split('.').at(-1);
}

function camel(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}
