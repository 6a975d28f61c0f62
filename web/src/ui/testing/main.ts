/** The screens without a server; `localStorage.scene` chooses what they show. Built by `--mode testing` only. */
import nessetText from '../../../cli/demo/nesset.yaml?raw';
import { planFromYaml } from '../../../cli/plan_yaml';
import type { ImportedPlan } from '../../app/imported_plan';
import type { AppPort, PlanView } from '../../app/port';
import { nessetOn } from '../../app/testing/nesset';
import { ServerDouble } from '../../sync/testing/server_double';
import { runUi } from '../run';
import { agreementAt, ownActsAt } from './agreement_fixture';
import { fixtureAt } from './fixture';
import { MemoryPort } from './memory_port';

const now = Math.floor(Date.now() / 1000);
const plan = fixtureAt(now);
const SCENES: Readonly<Record<string, PlanView | undefined>> = {
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
const port = scene in SCENES ? new MemoryPort(SCENES[scene]) : await nesset();
Object.assign(globalThis, { port }); // for whoever takes pictures
Object.assign(globalThis, { ui: await runUi(port) });

/** The demonstration plan itself, as Solveig's phone has it: everything can be done in it. */
async function nesset(): Promise<AppPort> {
  const plan = planFromYaml(nessetText) as ImportedPlan;
  const server = new ServerDouble(location.origin);
  server.time = now;
  const { people } = await nessetOn(server, plan);
  const [solveig] = people;
  if (solveig === undefined) throw new Error('nobody has founded it');
  const { port } = solveig;
  // Where the application is in a worker, nothing is answered in the same turn.
  return {
    run: async (name, ask) => {
      await Promise.resolve();
      return port.run(name, ask);
    },
    watch: (listener) => port.watch(listener),
  };
}
