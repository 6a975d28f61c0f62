/** CHARTER12, CHARTER13, CHARTER20, CHARTER34: a plan moves to another server. */
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes';
import { TestCharter } from '../testing/charter';
import { has, proposalOf, SECTORS, stateOf, type World } from '../testing/worlds';
import { checkCertificate, isReachable, neededFor } from './certificate';
import { isAddress, MAX_ADDRESS } from './propose';
import { DAY_S, type CharterState, type Proposal } from './state';
import { ACT_MOVE_SERVER, ACT_REST_PARTY, ACT_SET_RULES, type MoveServer } from './statement';

const ADDRESS = 'https://plan.example';
const NOTICE = 14n * DAY_S;

const moveTo = (serverKey: Hex, address = ADDRESS): MoveServer => ({
  ...{ act: ACT_MOVE_SERVER, serverKey, address },
});

function moved(charter: TestCharter, devices: readonly number[], move: MoveServer): void {
  const proposal = charter.asked(devices[0]!, move);
  for (const device of devices) charter.consent(device, proposal);
  expect(charter.enact(proposal)).toBe('ok');
}

describe('CHARTER20 an address', () => {
  test('is an origin of at most 256 bytes', () => {
    for (const scheme of ['https://', 'http://']) {
      expect(isAddress(scheme)).toBe(false);
      expect(isAddress(`${scheme}a`)).toBe(true);
      expect(isAddress(scheme.padEnd(MAX_ADDRESS, 'a'))).toBe(true);
      expect(isAddress(scheme.padEnd(MAX_ADDRESS + 1, 'a'))).toBe(false);
    }
    expect(MAX_ADDRESS).toBe(256);
  });

  test('has after its scheme only what a host and a port are written with', () => {
    const allowed = 'abcdefghijklmnopqrstuvwxyz0123456789.-:[]';
    for (let code = 0; code < 256; code++) {
      const letter = String.fromCharCode(code);
      const isAllowed = allowed.includes(letter);
      for (const host of [`${letter}b`, `a${letter}b`, `a${letter}`])
        if (isAddress(`https://${host}`) !== isAllowed) expect.fail(JSON.stringify(host));
    }
  });

  test.each([
    ...['', 'plan.example', '//plan.example', 'ftp://plan.example', 'ws://plan.example'],
    ...['http:/plan.example', 'https:/plan.example', 'httpss://plan.example', 'http//plan.example'],
    ...['HTTPS://plan.example', ' https://plan.example', 'xhttps://plan.example'],
    ...['https://plan.example\n', '\nhttps://plan.example', 'a\nhttps://plan.example'],
  ])('is not %j', (address) => {
    expect(isAddress(address)).toBe(false);
    expect(new TestCharter([1, 2]).propose(1, moveTo('there', address))).toBe('malformed');
  });

  test('of the server where it is moves nothing, whatever the address', () => {
    const charter = new TestCharter([1, 2]);
    const { key } = charter.state.server;
    expect(charter.propose(1, moveTo(key))).toBe('conflict');
    expect(charter.propose(1, moveTo(key, 'no address'))).toBe('malformed');
  });
});

describe('CHARTER34 the server of a charter', () => {
  test('is the one of the genesis, of no address, before the first move', () => {
    const { server } = new TestCharter([1, 2]).state;
    expect(server).toEqual({ key: '', address: '', before: '', since: 0n });
  });

  test('after one move, and after two, knows which came before and since when', () => {
    const charter = new TestCharter([1, 2]);
    moved(charter, [1, 2], moveTo('second'));
    const since = charter.state.height;
    expect(charter.state.server).toEqual({ key: 'second', address: ADDRESS, before: '', since });
    expect(charter.state.constitution).toBe(charter.state.head);
    moved(charter, [2, 1], moveTo('third', 'http://[::1]:8440'));
    expect(charter.state.height).toBeGreaterThan(since);
    const third = { key: 'third', address: 'http://[::1]:8440', before: 'second' };
    expect(charter.state.server).toEqual({ ...third, since: charter.state.height });
  });

  test('is one where it was before as well as any other', () => {
    const charter = new TestCharter([1, 2]);
    moved(charter, [1, 2], moveTo('second'));
    expect(charter.propose(1, moveTo('second', 'https://other.example'))).toBe('conflict');
    moved(charter, [1, 2], moveTo(''));
    const { key, address, before } = charter.state.server;
    expect([key, address, before]).toEqual(['', ADDRESS, 'second']);
  });

  test('is not where it is by a second proposal', () => {
    const charter = new TestCharter([1, 2]);
    const other = charter.asked(2, moveTo('second', 'https://other.example'));
    moved(charter, [1, 2], moveTo('second'));
    expect([charter.consent(1, other), charter.consent(2, other)]).toEqual(['ok', 'ok']);
    expect(charter.enact(other)).toBe('conflict');
    expect(charter.state.server.address).toBe(ADDRESS);
  });

  test('changes with nothing else: no cuts, no keys', () => {
    const charter = new TestCharter([1, 2]);
    const proposal = charter.asked(1, moveTo('second'));
    charter.consent(1, proposal);
    charter.consent(2, proposal);
    expect(charter.enact(proposal, [2])).toBe('malformed');
    const key = { room: 0, epoch: '', boxKey: '', sealed: new Uint8Array() };
    const enact = { type: 'enact', proposal, keys: [key], cuts: [] } as const;
    expect(charter.say(0, enact)).toBe('malformed');
    expect(charter.enact(proposal)).toBe('ok');
  });

  test('as a constitution: what was agreed to before is asked again, and the plan goes on', () => {
    const charter = new TestCharter([1, 2]);
    const rules = charter.asked(1, { act: ACT_SET_RULES, rules: [] });
    charter.consent(1, rules);
    charter.consent(2, rules);
    moved(charter, [1, 2], moveTo('second'));
    expect(charter.enact(rules)).toBe('no-consent');
    charter.consent(1, rules);
    charter.consent(2, rules);
    expect(charter.enact(rules)).toBe('ok');
  });
});

describe('CHARTER12 CHARTER13 a move', () => {
  test('of two thirds after the notice, of all at once', () => {
    const charter = new TestCharter([1, 2, 2]);
    const proposal = charter.asked(1, moveTo('second'));
    charter.consent(1, proposal);
    expect(charter.enact(proposal)).toBe('no-consent');
    charter.consent(2, proposal);
    charter.wait(NOTICE - 1n);
    expect(charter.enact(proposal)).toBe('notice');
    charter.wait(1n);
    expect(charter.enact(proposal)).toBe('ok');
  });

  test('does not wait for who sleeps, and does for who woke', () => {
    const charter = new TestCharter([1, 2, 3]);
    const rest = charter.asked(1, { act: ACT_REST_PARTY, party: 3 });
    charter.consent(1, rest);
    charter.consent(2, rest);
    expect(charter.wait(120n * DAY_S).enact(rest)).toBe('ok');
    moved(charter, [1, 2], moveTo('second'));
    charter.must(3, { type: 'wake', accepts: [] });
    const proposal = charter.asked(1, moveTo('third'));
    charter.consent(1, proposal);
    charter.consent(2, proposal);
    expect(charter.wait(NOTICE).enact(proposal)).toBe('no-consent');
    charter.consent(3, proposal);
    expect(charter.enact(proposal)).toBe('ok');
  });
});

/** Sets of parties: who sleeps, and who came while a sleeper slept and is not accepted. */
interface MoveWorld extends World {
  readonly asleep: number;
  readonly isStrange: boolean;
}

/** Asleep, come since, in favour: but for whoever sleeps it is all the same when it came. */
const WAYS = [0b000, 0b001, 0b010, 0b011, 0b100, 0b101];

/** Each party is of a sector and one of these ways; parties that are of the same are alike. */
function* moveWorlds(kinds: readonly number[] = []): Generator<MoveWorld> {
  const setOf = (bit: number) =>
    kinds.reduce((set, kind, i) => set | (((WAYS[kind % WAYS.length]! >> bit) & 1) << i), 0);
  const sectors = kinds.map((kind) => 1 + Math.floor(kind / WAYS.length));
  const world = { sectors, act: ACT_MOVE_SERVER, about: 0, rule: [1, 1] as const };
  const sets = { yes: setOf(0), late: setOf(1), asleep: setOf(2) };
  if (kinds.length > 0) yield { ...world, ...sets, isStrange: false };
  if (sets.asleep !== 0) yield { ...world, ...sets, isStrange: true };
  if (kinds.length === 4) return;
  for (let kind = kinds.at(-1) ?? 0; kind < SECTORS * WAYS.length; kind++)
    yield* moveWorlds([...kinds, kind]);
}

function stateAndProposal(world: MoveWorld): [CharterState, Proposal] {
  const state = stateOf(world);
  const sleepers = world.sectors.map((_, i) => i + 1).filter((party) => has(world.asleep, party));
  const parties = state.parties.map((party) => ({
    ...party,
    ...(has(world.asleep, party.index) ? { restsSince: 0n } : {}),
    notYetAcceptedBy: world.isStrange ? sleepers.filter((one) => one !== party.index) : [],
  }));
  return [{ ...state, parties }, proposalOf(world)];
}

/** From the words of CHARTER12 and CHARTER13 alone. */
function expected(world: MoveWorld, isDue: boolean): string {
  const asked = world.sectors.map((_, i) => i + 1).filter((party) => !has(world.asleep, party));
  const inFavour = asked.filter((party) => has(world.yes, party) && !has(world.late, party));
  const sectorsOf = (of: number[]) => new Set(of.map((party) => world.sectors[party - 1])).size;
  const isSmall = asked.length < 3 || sectorsOf(asked) < 2;
  const needed = isSmall ? asked.length : Math.ceil((2 * asked.length) / 3);
  const areEnough = inFavour.length >= needed && sectorsOf(inFavour) === sectorsOf(asked);
  if (asked.length === 0 || !areEnough) return 'no-consent';
  return isDue || inFavour.length === asked.length ? 'ok' : 'notice';
}

test('CHARTER12 CHARTER31 a move in every plan of up to four parties, any asleep, any come since', () => {
  let [seen, passed] = [0, 0];
  for (const world of moveWorlds()) {
    const [state, proposal] = stateAndProposal(world);
    if (world.yes === (1 << world.sectors.length) - 1)
      expect(isReachable(state, proposal)).toBe(expected(world, true) === 'ok');
    for (const isDue of [false, true]) {
      const verdict = checkCertificate(state, proposal, isDue ? NOTICE : NOTICE - 1n);
      seen++;
      if (verdict === 'ok') passed++;
      if (verdict !== expected(world, isDue))
        expect.fail(`${verdict}, ${isDue ? 'due' : 'early'}: ${JSON.stringify(world)}`);
    }
  }
  expect([seen, passed]).toEqual([25_618, 2_231]);
});

test('CHARTER12 two thirds of who is awake are asked, and by a rule up to all of them', () => {
  const world = { sectors: [1, 2, 3, 3, 3], act: ACT_MOVE_SERVER, about: 0, late: 0, yes: 0 };
  const needed = (rule: readonly [number, number], asleep: number) =>
    neededFor(...stateAndProposal({ ...world, rule, asleep, isStrange: true }));
  expect(needed([1, 1], 0b00000)).toMatchObject({ parties: 4, sectors: 3 });
  expect(needed([1, 1], 0b10000)).toMatchObject({ parties: 3, sectors: 3 });
  expect(needed([4, 1], 0b10000)).toMatchObject({ parties: 4, sectors: 3 });
  expect(needed([9, 9], 0b10000)).toMatchObject({ parties: 4, sectors: 3 });
  expect(needed([9, 9], 0b11100)).toMatchObject({ parties: 2, sectors: 2 });
});
