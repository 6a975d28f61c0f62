/** Commands about what is sent. */
import type { Contact } from '../sync/contact';
import { unsentCount } from '../sync/space';
import type { Trouble } from '../sync/transport';
import type { Commands, Outcome } from './port';
import { done, refuse, type Running, type RunningSpace } from './running';

type Ask<N extends keyof Commands> = Commands[N]['ask'];

export async function sync(
  running: Running,
  { space }: Ask<'sync'>,
): Promise<Outcome<Commands['sync']['answer']>> {
  const spaces = space === undefined ? [...running.spaces.values()] : chosen(running, space);
  const total = { sent: 0, received: 0, unsent: 0 };
  const refused: Contact['refused'][number][] = [];
  const troubles: Trouble[] = [];
  for (const found of spaces) {
    const met = await found.driver.meetNow();
    total.unsent += unsentCount(found.space);
    if (!met.ok) troubles.push(met.error);
    if (!met.ok) continue; // one server that is away does not stop the others
    total.sent += met.value.sent;
    total.received += met.value.received;
    refused.push(...met.value.refused);
  }
  const worst = worstOf(troubles);
  if (worst) return refuse(worst);
  return done(refused.length > 0 ? { ...total, refused } : total);
}

function worstOf(troubles: readonly Trouble[]): Trouble | undefined {
  if (troubles.includes('misconduct')) return 'misconduct';
  return troubles.find((trouble) => trouble !== 'offline') ?? troubles[0];
}

/** Does not wait for the network: what was typed is durable already. */
export function flush(running: Running): Promise<Outcome<null>> {
  for (const { space, driver } of running.spaces.values()) {
    if (running.isLive && unsentCount(space) > 0) void driver.meetNow();
  }
  return Promise.resolve(done(null));
}

function chosen(running: Running, space: string): RunningSpace[] {
  const found = running.spaces.get(space);
  return found ? [found] : [];
}
