/** A server that lies to a real browser: what the person sees, and that nothing of it is taken. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitBy, COMMITS } from '../integration/evil/commits';
import { CONSENTS } from '../integration/evil/consents';
import { ENTRANCES } from '../integration/evil/entrances';
import { KEYS } from '../integration/evil/keys';
import { SECRET_UNSENT, SIGNATURES } from '../integration/evil/removed';
import {
  bring,
  exported,
  forge,
  show,
  showTo,
  type Attack,
  type Scene,
} from '../integration/evil/support/attack';
import { clientWithout, workerWithout } from '../integration/evil/support/bundle';
import { encodeDraft, serverKeys, signedHead } from '../integration/evil/support/draft';
import { ForgedLog } from '../integration/evil/support/forged_log';
import { otherPlanUnder } from '../integration/evil/support/other_plan';
import {
  found,
  join as joinOutside,
  linkFrom,
  settle,
  write,
  type Member,
} from '../integration/evil/support/people';
import { evilServer, type EvilServer } from '../integration/evil/support/proxy';
import { inside } from '../../web/src/app/testing/scene';
import { utf8 } from '../../web/src/core/bytes';
import { encodeFrame, FrameType } from '../../web/src/proto/frames';
import { encodeHead, encodeServerInfo } from '../../web/src/proto/sync';
import { Device } from './support/device';
import { Server } from './support/server';
import { join } from './support/steps';

const OTHER_VERSION = 'Tjenesten er nyere enn denne siden.';
const TWO_HISTORIES = 'noen har fått ulike utgaver av historien';
const TOO_OLD = 'Denne lappen er for gammel.';
const DOES_NOT_FIT = 'Svaret fra tjenesten henger ikke sammen, og er ikke tatt imot.';
/** Those that need people of their own, or more proposals than one group may have open, stay outside. */
const CHOSEN = [...ENTRANCES, ...CONSENTS, ...KEYS, ...COMMITS].filter(({ name }) =>
  [
    /^E(01|02|05|06|09|22|25|26)/, // and one of each:
    /^E04 CHARTER11/,
    /^E18 CHARTER3/,
    /^E20 CHARTER3/,
  ].some((row) => row.test(name)),
);

let server: Server;
let evil: EvilServer;
let kari: Member;
let per: Member;
const devices: Device[] = [];

async function open(link: string): Promise<Device> {
  const phone = new Device(evil.url);
  devices.push(phone);
  await phone.start(link, 'block');
  return phone;
}

/** Comes by a link into the host's plan: Kari's, where nobody else is named. */
async function come(name: string, host = kari): Promise<{ phone: Device; index: number }> {
  const phone = await open(await linkFrom(host));
  await join(phone, name);
  await phone.page.getByText(`Du er med, ${name}.`).waitFor();
  await settle(host);
  return { phone, index: inside(host).log.charter!.devices.length };
}

async function openGroups({ page }: Device): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: /^Vi/ }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Asks the server now, in the sheet behind the sentence at the top. */
async function tryNow(phone: Device, expected: string): Promise<void> {
  const { page } = phone;
  await page.locator('.top-bar button.sync').click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Prøv nå' }).click();
  await page.getByText(expected, { exact: false }).first().waitFor();
  await sheet.getByRole('button', { name: 'Lukk' }).click();
}

async function seenBy(phone: Device): Promise<string> {
  return phone.page.locator('main').innerText();
}

async function set(attack: Attack): Promise<Scene> {
  evil.repent();
  const here = async (): Promise<{ kari: Member; per: Member }> => ({ kari, per });
  const scene = await attack.set(evil, await clientWithout(), here);
  for (const one of [kari, per]) await settle(one);
  return scene;
}

beforeAll(async () => {
  server = new Server();
  await server.start();
  evil = await evilServer(server.url, serverKeys(server.state));
  kari = await found(evil, 'Kari');
  per = await joinOutside(kari, 'Per');
  for (const one of [kari, per]) await settle(one);
});
afterAll(async () => {
  for (const one of devices) await one.remove();
  await evil.end();
  await server.remove();
});

describe('a browser takes nothing of it, and says so', () => {
  let phone: Device;
  let index: number;
  beforeAll(async () => {
    ({ phone, index } = await come('Olav'));
    await openGroups(phone);
  });

  test.each(CHOSEN.map((attack) => [attack.name, attack] as const))('%s', async (_, attack) => {
    const scene = await set(attack);
    await tryNow(phone, 'Sendt nå:');
    const before = await seenBy(phone);
    const { forged } = await forge(attack, scene);
    const since = evil.heard.length;
    showTo(evil, kari.space, index, forged);
    await tryNow(phone, DOES_NOT_FIT);
    expect(await seenBy(phone)).toBe(before);
    const told = evil.heard.slice(since).filter(({ auth }) => auth?.device === index);
    expect(told.flatMap(({ brought }) => brought)).toEqual([]);
    evil.repent();
  });

  test('and goes on where the truth is told again', async () => {
    await write(kari, 'Etterpå');
    await settle(kari);
    await tryNow(phone, 'Sendt nå:');
    await phone.page.getByRole('navigation').getByRole('link', { name: 'Plan' }).click();
    await phone.page.getByRole('heading', { name: 'Etterpå' }).waitFor();
    expect(phone.faults).toEqual([]);
  });

  test('E16 WIRE8 nor does it speak another version, and says which of the two is the newer', async () => {
    await settle(kari);
    const forged = ForgedLog.of(await exported(kari));
    const before = await seenBy(phone);
    evil.instead = async (asked) => {
      if (asked.auth?.space !== kari.space || asked.auth.device !== index) return undefined;
      const draft = forged.answer(asked);
      const bytes = encodeHead(draft.head!);
      bytes[1] = 2; // the version: the first field's value
      const rest = await encodeDraft({ ...draft, head: undefined }, evil.keys);
      return Buffer.concat([await signedHead(bytes, evil.keys), rest]);
    };
    await tryNow(phone, OTHER_VERSION);
    expect(await seenBy(phone)).toBe(before);
    evil.repent();
    await tryNow(phone, 'Sendt nå:');
  });

  test('and its own page for checking does not say that all is well', async () => {
    const { page } = phone;
    const scene = await set(ENTRANCES[0]!);
    const { forged } = await forge(ENTRANCES[0]!, scene);
    showTo(evil, kari.space, index, forged);
    await tryNow(phone, DOES_NOT_FIT);
    const plan = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
    await page.goto(new URL(`${plan}/mer/sjekk`, page.url()).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('main').getByText(DOES_NOT_FIT, { exact: false }).waitFor();
    expect(await page.getByText('Alt henger sammen').count()).toBe(0);
    evil.repent();
    await page.getByText('Alt henger sammen').waitFor({ timeout: 20_000 });
  });
});

describe('on the page of an invitation', () => {
  test('E07 KEYS5 another plan under its link is not shown, and the true one is', async () => {
    evil.repent();
    const link = await linkFrom(kari);
    const other = await otherPlanUnder(link, inside(kari), evil.keys);
    evil.instead = (asked) =>
      asked.auth?.space === kari.space
        ? encodeDraft(other.log.answer(asked), evil.keys)
        : undefined;
    const guest = await open(link);
    await guest.page.getByText(DOES_NOT_FIT).waitFor();
    expect(await guest.page.getByText('inviterer deg').count()).toBe(0);
    expect(await guest.button('Bli med').count()).toBe(0);
    evil.repent();
    await guest.button('Prøv igjen').click();
    await guest.page.getByText('Kari inviterer deg til Planen.').waitFor();
  });

  test('CHARTER8 a link after its time says so, though a server would let one in by it', async () => {
    const link = await linkFrom(kari);
    await settle(kari);
    const forged = ForgedLog.of(await exported(kari));
    forged.ahead = 31n * 86_400n;
    const time = BigInt(Math.floor(Date.now() / 1000)) + forged.ahead;
    const info = { serverKey: evil.keys.signKey, serverEpoch: 'ee'.repeat(16), time };
    evil.instead = (asked) => {
      if (asked.path === '/v1/server') {
        return encodeFrame(FrameType.FRAME_SERVER_INFO, encodeServerInfo(info));
      }
      const isHere = asked.auth?.space === kari.space;
      return isHere ? encodeDraft(forged.answer(asked), evil.keys) : undefined;
    };
    const guest = await open(link);
    await guest.page.getByText(TOO_OLD).waitFor();
    await guest.page.getByText('Be den som inviterte deg, om en ny invitasjon.').waitFor();
    expect(await guest.button('Bli med').count()).toBe(0);
    evil.repent();
  });
});

test('E25 LOG5 two histories are told on every page, where words show that there are two', async () => {
  evil.repent();
  const host = await found(evil, 'Kari');
  const { phone, index } = await come('Odd', host);
  const [misled, siri] = [await joinOutside(host, 'Per'), await joinOutside(host, 'Siri')];
  for (const one of [host, misled, siri]) await settle(one);
  await tryNow(phone, 'Sendt nå:');
  // Siri signs two commits with one number: one for everybody, and one for Per alone.
  const seq = Number(inside(siri).log.chains.get(inside(siri).me.device)?.seq ?? 0n) + 1;
  const other = ForgedLog.of(await exported(host));
  other.add(await commitBy(siri, seq, utf8('en annen')));
  const common = other.size;
  await bring(siri, [await commitBy(siri, seq)]);
  await settle(host);
  await tryNow(phone, 'Sendt nå:');
  show(evil, misled, other);
  await settle(misled);
  await write(misled, 'Fra den andre historien');
  await settle(misled);
  const words = other.leaves.slice(common);
  evil.repent();
  await tryNow(phone, 'Sendt nå:');
  expect(await phone.page.getByText(TWO_HISTORIES).count()).toBe(0);
  await settle(host);
  const shown = ForgedLog.of(await exported(host));
  for (const commit of words) shown.add(commit);
  showTo(evil, host.space, index, shown);
  await tryNow(phone, TWO_HISTORIES);
  await openGroups(phone);
  await phone.page.getByText(TWO_HISTORIES).waitFor();
  evil.repent();
});

/** Everything that the server was ever told or has written down, in the forms a secret may take. */
function isKnownToServer(link: string): boolean {
  const code = link.split(/[#?]/)[1]!;
  const secret = Buffer.from(code, 'base64url').subarray(-16);
  const told = evil.heard.map(({ url, body }) => Buffer.concat([Buffer.from(url), body]));
  const all = Buffer.concat([...told, server.writtenBytes()]);
  return [secret, code, secret.toString('hex')].some((form) => all.includes(form));
}

test('E08 KEYS6 what opens a link reaches no server, and would without the #', async () => {
  const link = await linkFrom(kari);
  const guest = await open(link);
  await join(guest, 'Astrid');
  await guest.page.getByText('Du er med, Astrid.').waitFor();
  expect(isKnownToServer(link)).toBe(false);
  const host = await found(evil, 'Kari', await clientWithout(SECRET_UNSENT));
  const bare = await linkFrom(host);
  await guest.page.goto(bare);
  expect(isKnownToServer(bare)).toBe(true);
});

test('E01 CHARTER3 without its check, a browser shows whom nobody invited', async () => {
  const worker = await workerWithout(SIGNATURES);
  evil.repent();
  evil.worker = worker;
  const { phone, index } = await come('Turid');
  await openGroups(phone);
  const attack = ENTRANCES[0]!;
  const scene = await set(attack);
  await tryNow(phone, 'Sendt nå:');
  const before = await seenBy(phone);
  const { forged } = await forge(attack, scene);
  showTo(evil, kari.space, index, forged);
  await tryNow(phone, 'Sendt nå:');
  await expect.poll(() => seenBy(phone)).not.toBe(before);
});
