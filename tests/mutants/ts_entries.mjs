// The charter's vectors, decoded and with their signatures verified once: what a mutant is then asked
// is charterApply() alone. Bundled by ts_judge.mjs.
import { charterApply, charterSigners } from '../../web/src/core/charter/apply';
import { bytesOfHex } from '../../web/src/core/bytes';
import { hash } from '../../web/src/crypto/hash';
import { decodeEntry } from '../../web/src/proto/charter';
import { areSignaturesGood } from '../../web/src/sync/log';
import { loadVectors } from '../../web/src/sync/testing/vector_file';

// Of a scenario of hundreds only the last entries' signatures, as in the runner of the vectors.
const LONG = 200;
const VERIFIED_OF_LONG = 16;

function decode(vector) {
  const facts = {
    doCutsFit: vector.text('cut_fits') !== '0',
    isSilent: vector.text('silent') !== '0',
  };
  const steps = [];
  let state;
  const texts = vector.texts('entry');
  const trusted = texts.length > LONG ? texts.length - VERIFIED_OF_LONG : 0;
  for (const [i, text] of texts.entries()) {
    const decoded = decodeEntry(bytesOfHex(text), hash);
    if (!decoded.ok) return undefined; // no matter of the charter's
    const { signed, statement, position } = decoded.value;
    const signers = charterSigners(state, statement);
    const isVerified =
      i < trusted || (signers.ok && areSignaturesGood('statement', signers.value, signed));
    const step = { entry: { statement, position }, facts: { ...facts, isVerified } };
    steps.push(step);
    const next = charterApply(state, step.entry, step.facts);
    if (next.ok) state = next.value;
  }
  return steps;
}

export function scenarios() {
  return loadVectors('charter').flatMap((vector) => {
    const steps = decode(vector);
    if (!steps) return [];
    const count = (key) => (vector.has(key) ? vector.number(key) : undefined);
    const counts = [count('parties'), count('devices'), count('constitution_height')];
    const hex = (key) => (vector.has(key) ? vector.hex(key) : undefined);
    const server = [hex('server_key'), hex('address')];
    return [{ name: vector.name, expect: vector.expect, steps, counts, server }];
  });
}
