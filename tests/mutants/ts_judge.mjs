// Reads a line of JSON per mutant, { path, text }, and answers with one: { killed: vector or null }.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { charterModule, firstToFail, removeOut, scenarios } from './ts_bundle.mjs';

const all = await scenarios();
const sound = firstToFail((await charterModule('sound')).module, all);
if (sound !== null) throw new Error(`${sound} fails without a mutant`);
console.log(JSON.stringify({ scenarios: all.length }));
let number = 0;
for await (const line of createInterface({ input: process.stdin })) {
  let killed;
  try {
    const { file, module } = await charterModule(`m${number++}`, JSON.parse(line));
    rmSync(file);
    killed = firstToFail(module, all);
  } catch {
    killed = ''; // no program
  }
  console.log(JSON.stringify({ killed }));
}
removeOut();
