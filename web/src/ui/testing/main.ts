/** The screens on the double; `localStorage.scene` chooses what they show. Built by `--mode testing` only. */
import type { PlanView } from '../../app/port';
import { runUi } from '../run';
import { agreementAt, ownActsAt } from './agreement_fixture';
import { fixtureAt } from './fixture';
import { MemoryPort } from './memory_port';

const now = Math.floor(Date.now() / 1000);
const plan = fixtureAt(now);
const SCENES: Readonly<Record<string, PlanView | undefined>> = {
  full: plan,
  none: undefined,
  empty: { ...plan, goals: [], rounds: [], reflections: [], resources: [], proposals: [] },
  offline: {
    ...plan,
    sync: { state: 'waiting', unsent: 3, online: false, waitingSince: plan.sync.lastContact ?? 0 },
    notices: [{ kind: 'same-text', name: 'Amir', item: 'Meny' }],
  },
  agreement: agreementAt(plan, now),
  own: ownActsAt(plan, now),
  removed: { ...plan, proposals: [], membership: 'removed', endedAt: now - 86_400 },
  waiting: {
    ...{ ...plan, membership: 'waiting' },
    check: { ...plan.check, server: location.origin },
  },
  waitingMoved: { ...plan, membership: 'waiting' },
};

const scene = localStorage.getItem('scene') ?? 'full';
await runUi(new MemoryPort(SCENES[scene]));
