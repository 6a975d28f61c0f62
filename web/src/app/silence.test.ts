/** What a log tells about a group that is silent, and about a key that nobody can use. */
import '../crypto/testing/fast_curves';
import { beforeEach, describe, expect, test } from 'vitest';
import { ACT_REST_PARTY } from '../core/charter/statement';
import { encodeBadRekey } from '../proto/charter_encode';
import { isSilentSince } from '../sync/log';
import { sayConsent, sayPropose } from '../sync/person_statements';
import { say } from '../sync/statements';
import { homeOn } from '../sync/testing/plan_on_double';
import { ServerDouble } from '../sync/testing/server_double';
import {
  foundPlan,
  inside,
  joinParty,
  member,
  plan,
  restarted,
  sync,
  value,
  type Member,
} from './testing/scene';

const DAY_S = 86_400;

let server: ServerDouble;
let kari: Member;
let turid: Member;

/** Kari's group and Turid's; Kari has asked that Turid's rests. */
async function restAsked(): Promise<string> {
  const space = inside(kari);
  const subject = { act: ACT_REST_PARTY, party: 2 } as const;
  const { hash: proposal } = value(await sayPropose(space, space.log.charter!, subject));
  value(await sync(kari));
  const charter = space.log.charter!;
  value(await sayConsent(space, charter, charter.proposals.get(proposal)!));
  value(await sync(kari));
  return proposal;
}

const isResting = (): boolean => server.charter!.parties[1]!.restsSince !== undefined;

const isSilent = (who: Member, proposal: string): boolean =>
  isSilentSince(inside(who).log, inside(who).log.charter!.proposals.get(proposal));

beforeEach(async () => {
  server = new ServerDouble();
  kari = await foundPlan(server);
  const ask = { space: kari.space, party: 'Laget', sector: 2 };
  const { link } = value(await kari.port.run('invite', ask));
  turid = await member(homeOn(server), kari.space);
  value(await turid.port.run('join', { link, person: 'Turid' }));
  value(await sync(kari));
  const [open] = (await plan(kari)).proposals;
  value(await kari.port.run('consent', { space: kari.space, proposal: open!.id }));
  for (const one of [kari, turid, kari, turid]) value(await sync(one));
});

describe('CHARTER21 a group that says nothing', () => {
  test('is put to rest by the others after 120 days, and a device read back knows as much', async () => {
    const proposal = await restAsked();
    server.time += 120 * DAY_S - 1;
    value(await sync(kari));
    expect([isResting(), isSilent(kari, proposal)]).toEqual([false, true]);
    kari = await restarted(kari);
    server.time += 1;
    value(await sync(kari));
    expect(isResting()).toBe(true);
  });

  test('is not asked for a yes, which would be a word of it', async () => {
    await restAsked();
    value(await sync(turid));
    const hers = (await plan(turid)).proposals.find(({ kind }) => kind === 'rest');
    expect(hers).toMatchObject({ state: 'open', iMaySayYes: false, iMayObject: true });
  });

  test('is awake by whatever it wrote', async () => {
    const proposal = await restAsked();
    value(await sync(turid));
    value(await turid.port.run('addGoal', { space: turid.space, title: 'Vi er her' }));
    value(await sync(turid));
    server.time += 120 * DAY_S;
    value(await sync(kari));
    expect([isResting(), isSilent(kari, proposal)]).toEqual([false, false]);
  });

  test('is awake by whatever it signed, and so by who joined it', async () => {
    const { link } = value(await turid.port.run('invite', { space: turid.space, party: 'Laget' }));
    value(await sync(turid));
    value(await sync(kari));
    const proposal = await restAsked();
    expect(isSilent(kari, proposal)).toBe(true);
    const odd = await member(homeOn(server), kari.space);
    value(await odd.port.run('join', { link, person: 'Odd' }));
    value(await sync(kari));
    expect(isSilent(kari, proposal)).toBe(false);
  });

  test('does not put itself to rest by the first word that it says', async () => {
    await restAsked();
    server.time += 120 * DAY_S;
    value(await sync(turid));
    value(await sync(kari));
    expect(isResting()).toBe(false);
  });
});

describe('CHARTER32 a key that does not fit', () => {
  test('KEYS4 is skipped: what was written before it is read by whoever comes after', async () => {
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Før' }));
    value(await sync(kari));
    const space = inside(kari);
    const [first] = space.log.charter!.epochs.slice(-1); // its key names the lane: never reported
    value(await kari.port.run('invite', { space: kari.space, party: 'Gruppa' }));
    const open = (await plan(kari)).invitations.find((i) => i.state === 'open')!;
    const revoked = { space: kari.space, invitation: open.id };
    value(await kari.port.run('revokeInvitation', revoked));
    value(await sync(kari));
    server.time += 7200;
    for (let round = 0; round < 2; round++) {
      const epoch = space.log.charter!.epochs.at(-1)!.id;
      value(await say(space, 'bad-rekey', encodeBadRekey({ room: 0, epoch })));
      value(await sync(kari)); // the report, and the next key
      server.time += 7200;
    }
    const { epochs, awaitsRekey } = server.charter!;
    expect(awaitsRekey).toBe(false);
    expect(epochs.at(-1)!.isReported).toBeUndefined();
    expect(epochs.filter(({ isReported }) => isReported)).toHaveLength(2);
    expect(epochs.at(-1)!.previous).toBe(first!.id);
    value(await kari.port.run('addGoal', { space: kari.space, title: 'Etter' }));
    value(await sync(kari));
    const per = await joinParty(server, kari, 'Per');
    value(await sync(per));
    value(await sync(per));
    expect(inside(per).log.charter!.epochs.at(-1)!.id).toBe(epochs.at(-1)!.id);
    expect((await plan(per)).goals.map(({ title }) => title)).toEqual(['Før', 'Etter']);
  });
});
