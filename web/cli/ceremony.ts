/**
 * Several parties found a plan together, with one code passed between their homes at each
 * step: each makes an offer, one proposes, each signs the same bytes, one finishes.
 */
import type { Commands, TogetherView } from '../src/app/port';
import { required, sectorOf, UsageError, type Arguments } from './arguments';
import type { Command } from './commands';
import type { Home } from './home';
import { print, valueOf } from './results';

const STEPS = ['offer', 'propose', 'sign', 'finish'] as const;

export function isCeremony({ command, options }: Arguments): boolean {
  return command === 'found' && STEPS.some((step) => options.has(step));
}

export const found: Command = (home, args) => {
  const step = STEPS.find((name) => args.options.has(name))!;
  return { offer, propose, sign, finish }[step](home, args);
};

async function offer(home: Home, args: Arguments): Promise<void> {
  const ask: Commands['togetherBegin']['ask'] = {
    server: required(args, 'server'),
    person: required(args, 'person'),
    party: required(args, 'party'),
    sector: sectorOf(required(args, 'sector')),
  };
  const { code } = valueOf(await home.port.run('togetherBegin', ask));
  print({ offer: code });
}

/** `--propose OFFER…`: the first offer is the option's value, the others are places. */
async function propose(home: Home, args: Arguments): Promise<void> {
  const title = required(args, 'title');
  await takeAll(home, [required(args, 'propose'), ...args.places]);
  const { code } = valueOf(await home.port.run('togetherPropose', { title }));
  print({ draft: code });
}

async function sign(home: Home, args: Arguments): Promise<void> {
  await takeAll(home, [required(args, 'sign')]);
  const { space, code } = valueOf(await home.port.run('togetherSign', null));
  print({ space, signature: code });
}

async function finish(home: Home, args: Arguments): Promise<void> {
  const view = await takeAll(home, [required(args, 'finish'), ...args.places]);
  if (view?.step !== 'done') throw new UsageError('a signature is missing: every founder signs');
  print({ space: view.space });
}

async function takeAll(home: Home, codes: readonly string[]): Promise<TogetherView | undefined> {
  let view: TogetherView | undefined;
  for (const code of codes) view = valueOf(await home.port.run('togetherTake', { code }));
  return view;
}
