/** E06, E07, E16, E20, E21, E25: what is no leaf too many in a log, but another lie. */
import { describe, expect, test } from 'vitest';
import { inside, plan, sync, value } from '../../../web/src/app/testing/scene';
import { utf8 } from '../../../web/src/core/bytes';
import { hash } from '../../../web/src/crypto/hash';
import { decodeCommit } from '../../../web/src/proto/commit';
import { encodeFrame, FrameType, type Frame } from '../../../web/src/proto/frames';
import { encodeHead, encodeServerInfo } from '../../../web/src/proto/sync';
import { commitBy } from './commits';
import * as removed from './removed';
import { bring, exported, show } from './support/attack';
import { clientWithout, type Client, type Removal } from './support/bundle';
import { encodeDraft, signedHead } from './support/draft';
import { ForgedLog } from './support/forged_log';
import {
  device,
  found,
  freshKeys,
  join,
  linkFrom,
  seams,
  settle,
  twoPeople,
  write,
  type Member,
} from './support/people';
import { joinBy, rekeyBy } from './support/statements';
import { evilScene } from './support/verdict';
import { otherPlanUnder } from './support/other_plan';

const evil = evilScene();

/** The honest client, then one without the check; each says whether it was taken in. */
async function both(
  removals: readonly Removal[],
  attack: (client: Client) => Promise<boolean>,
): Promise<void> {
  for (const [client, isWon] of [
    [await clientWithout(), false],
    [await clientWithout(...removals), true],
  ] as const) {
    evil().repent();
    expect(await attack(client)).toBe(isWon);
  }
}

test('E06 KEYS10 six words are the same only where both see the same keys', async () => {
  await both([removed.WORDS_OF_ENTRY], async (client) => {
    const kari = await found(evil(), 'Kari', client);
    const link = await linkFrom(kari);
    const before = ForgedLog.of(await exported(kari));
    // Per comes in; what Kari is shown in his place has other keys, and his person.
    const guest = await device(client);
    value(await guest.port.run('join', { link, person: 'Per' }));
    const per = { ...guest, space: kari.space };
    const { person } = inside(per).me;
    before.add(await joinBy(inside(kari), link, freshKeys(), person));
    show(evil(), kari, before);
    value(await sync(kari));
    const aloud = (one: Member) => one.port.run('wordsAloud', { space: one.space, person });
    return JSON.stringify(await aloud(kari)) === JSON.stringify(await aloud(per));
  });
});

test('E07 KEYS5 a link opens the plan that it is for, and no other', async () => {
  const both7 = [removed.SPACE_OF_GENESIS, removed.SPACE_OF_STATEMENT];
  await both(both7, async (client) => {
    const kari = await found(evil(), 'Kari');
    const link = await linkFrom(kari);
    const forged = await otherPlanUnder(link, inside(kari), evil().keys);
    evil().instead = (asked) => {
      const isTo = asked.auth?.space === kari.space;
      return isTo ? encodeDraft(forged.log.answer(asked), evil().keys) : undefined;
    };
    const guest = await device(client);
    const joined = await guest.port.run('join', { link, person: 'Per' });
    if (!joined.ok) {
      expect(joined.error).toBe('misconduct');
      expect(evil().heard.at(-1)!.brought).toEqual([]);
      return false;
    }
    const per = { ...guest, space: kari.space };
    await write(per, 'Til feil plan');
    await settle(per);
    return forged.read().includes('Til feil plan');
  });
});

describe('E16 WIRE8 another version is not spoken', () => {
  test('in a head', async () => {
    await both([removed.HEAD_VERSION], async (client) => {
      const { per } = await twoPeople(evil(), client);
      const forged = ForgedLog.of(await exported(per));
      evil().instead = async (asked) => {
        if (asked.auth?.space !== per.space) return undefined;
        const draft = forged.answer(asked);
        const bytes = encodeHead(draft.head!);
        bytes[1] = 2; // the version: the first field's value
        const rest = await encodeDraft({ ...draft, head: undefined }, evil().keys);
        return Buffer.concat([await signedHead(bytes, evil().keys), rest]);
      };
      const told = await sync(per);
      if (!told.ok) expect(told.error).toBe('unsupported');
      return told.ok;
    });
  });

  test('in what a server says of itself', async () => {
    await both([removed.SERVER_VERSION], async (client) => {
      const info = { serverKey: evil().keys.signKey, serverEpoch: 'ee'.repeat(16), time: 0n };
      evil().instead = ({ path }) => {
        if (path !== '/v1/server') return undefined;
        const bytes = encodeServerInfo({ ...info, time: BigInt(Math.floor(seams.now())) });
        bytes[1] = 2;
        return encodeFrame(FrameType.FRAME_SERVER_INFO, bytes);
      };
      const one = await device(client);
      const names = { title: 'Planen', person: 'Kari', party: 'Gruppa', sector: 1 as const };
      const told = await one.port.run('found', { server: evil().url, ...names });
      if (!told.ok) expect(told.error).toBe('unsupported');
      return told.ok;
    });
  });
});

test('E20 KEYS4 CHARTER32 a key that opens nothing is reported, and another takes its place', async () => {
  await both([removed.BAD_KEY_REPORTED], async (client) => {
    const { kari, per } = await twoPeople(evil(), client);
    const siri = await join(kari, 'Siri');
    for (const one of [per, siri]) await settle(one);
    const by = { device: inside(siri).me.device, signer: inside(siri).keys };
    const { boxKey } = freshKeys(); // nobody has it
    const { device: own } = inside(per).me;
    const { frame } = await rekeyBy(inside(siri), by, (grantees) =>
      grantees.map((one) => (one.device === own ? { ...one, boxKey } : one)),
    );
    expect(await bring(siri, [frame])).toEqual(['ok']); // the real server cannot see it
    await write(per, 'Mens den ikke passer');
    for (let round = 0; round < 2; round++) for (const one of [per, kari]) await sync(one);
    const titles = (await plan(kari)).goals.map(({ title }) => title);
    return !titles.includes('Mens den ikke passer');
  });
});

test('E21 COMMIT3 no nonce comes twice, and the server looks for one', async () => {
  await both([removed.NONCE_DRAWN], async (client) => {
    const { kari, per } = await twoPeople(evil(), client);
    for (const title of ['En tekst', 'En annen']) {
      await write(per, title);
      await settle(per);
    }
    await settle(kari);
    const nonces = noncesIn(ForgedLog.of(await exported(kari)).leaves, inside(per).me.device);
    expect(nonces.length).toBeGreaterThanOrEqual(3);
    return new Set(nonces).size < nonces.length;
  });
});

function noncesIn(leaves: readonly Frame[], author: number): string[] {
  return leaves.flatMap(({ type, payload }) => {
    if (type !== FrameType.FRAME_COMMIT) return [];
    const commit = decodeCommit(payload, (record) => hash('record', record));
    if (!commit.ok || commit.value.core.device !== author) return [];
    return commit.value.signed.payload.map((record) =>
      Buffer.from(record.subarray(0, 24)).toString('hex'),
    );
  });
}

test('E25 LOG5 two histories show where somebody who saw the other one writes', async () => {
  await both([removed.FORKS_NOTED], async (client) => {
    const { kari, per } = await twoPeople(evil());
    const odd = await join(kari, 'Odd', client);
    const siri = await join(kari, 'Siri');
    for (const one of [kari, per, odd, siri, kari, per, odd]) await settle(one);
    // Siri signs two commits with one number: one for everybody, and one for Per alone.
    const { device: author } = inside(siri).me;
    const seq = Number(inside(siri).log.chains.get(author)?.seq ?? 0n) + 1;
    const other = ForgedLog.of(await exported(kari));
    other.add(await commitBy(siri, seq, utf8('en annen')));
    const common = other.size;
    expect(await bring(siri, [await commitBy(siri, seq)])).toEqual(['ok']);
    await settle(odd);
    show(evil(), per, other);
    value(await sync(per));
    await write(per, 'Fra den andre historien');
    value(await sync(per));
    const words = other.leaves.slice(common);
    evil().repent();
    await settle(odd);
    const shown = ForgedLog.of(await exported(odd));
    for (const commit of words) shown.add(commit);
    show(evil(), odd, shown);
    value(await sync(odd));
    return !(await plan(odd)).check.fork;
  });
});

test('a flood in the place of an answer is not kept to be looked at', async () => {
  await both([removed.REPLY_LIMIT], async (client) => {
    const { per } = await twoPeople(evil(), client);
    const frame = encodeFrame(FrameType.FRAME_RESULT, new Uint8Array(2 ** 20));
    evil().instead = ({ auth }) =>
      auth?.space === per.space ? Buffer.concat(Array.from({ length: 9 }, () => frame)) : undefined;
    const told = await sync(per);
    expect(told.ok).toBe(false);
    return !told.ok && told.error !== 'malformed';
  });
});
