/** Every attack once against the client as it is, and once against one without its check. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FrameType } from '../../../../web/src/proto/frames';
import { startService, type Service } from '../../support/service';
import { healed, play, type Attack } from './attack';
import { clientWithout } from './bundle';
import { serverKeys } from './draft';
import { evilServer, type EvilServer } from './proxy';

/** A real server with the evil one before it, for a file of tests. */
export function evilScene(): () => EvilServer {
  let service: Service;
  let evil: EvilServer;
  beforeAll(async () => {
    service = await startService();
    evil = await evilServer(service.url, serverKeys(join(service.directory, 'state')));
  });
  afterAll(async () => {
    await evil.end();
    await service.end();
  });
  return () => evil;
}

export function expectStopped(attacks: readonly Attack[]): void {
  const evil = evilScene();
  for (const attack of attacks) {
    const { name, removed } = attack;

    test(name, async () => {
      const played = await play(attack, evil(), await clientWithout());
      expect(played.isWon).toBe(false);
      expect(played.refusal).toBe(attack.refusal);
      // Nothing of it is taken, nothing is given away, and the person is told so.
      expect(played.after).toBe(played.before);
      expect(played.told).toMatchObject({ ok: false, error: 'misconduct' });
      expect(played.given.map(({ type }) => FrameType[type])).toEqual([]);
      await healed(played.scene);
    });

    test(`without its check: ${name}`, async () => {
      const played = await play(attack, evil(), await clientWithout(...removed));
      expect(played.isWon).toBe(true);
    });

    if (removed.length < 2) continue;
    test(`by each of its checks alone: ${name}`, async () => {
      for (const kept of removed) {
        const others = removed.filter((one) => one !== kept);
        const played = await play(attack, evil(), await clientWithout(...others));
        expect(played.isWon, kept.text).toBe(false);
      }
    });
  }
}
