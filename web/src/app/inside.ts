/** What only somebody with a plan needs: fetched when the first plan is there. */
import * as carrying from './carry_commands';
import * as charter from './charter_commands';
import * as drafts from './draft_commands';
import * as own from './own_commands';
import * as plan from './plan_commands';
import * as newsCommands from './news_commands';
import * as copying from './copy_commands';
import * as comparing from './compare_commands';
import * as inviting from './invite_commands';
import * as slips from './slip_commands';
import { about } from './about_command';
import * as history from './history_commands';
import * as items from './item_commands';
import * as moving from './moving_commands';
import type { LaterTable } from './commands';
import type { Outcome } from './port';
import { refuse } from './running';
import { foundSuccessor } from './successor_command';
import * as founding from './together_commands';
import * as wheel from './wheel_commands';
import * as unsent from './unsent_commands';
import * as recovering from './recovery_commands';

export { planView } from './plan_view';
export { meet } from '../sync/contact';
export { follow } from '../sync/live';
export { resume } from './resume';
export { putLeft } from '../sync/unsent';

/** What is asked for now and then is fetched then. */
async function later<M, T>(
  fetched: Promise<M>,
  run: (module: M) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const module = await fetched.catch(() => undefined);
  return module ? run(module) : refuse('offline');
}

export const COMMANDS: LaterTable = {
  together: founding.together,
  togetherBegin: founding.togetherBegin,
  togetherTake: founding.togetherTake,
  togetherPropose: founding.togetherPropose,
  togetherSign: founding.togetherSign,
  togetherCancel: founding.togetherCancel,
  invite: inviting.invite,
  inviteMany: slips.inviteMany,
  openSlip: slips.openSlip,
  slipOf: slips.slipOf,
  slipsKept: slips.slipsKept,
  about,
  revokeInvitation: charter.revokeInvitation,
  confirm: charter.confirm,
  proposeRemoval: charter.proposeRemoval,
  proposeRules: charter.proposeRules,
  proposeSectors: charter.proposeSectors,
  proposeRest: charter.proposeRest,
  proposeMove: moving.proposeMove,
  placeHere: moving.placeHere,
  passage: moving.passage,
  goOn: moving.goOn,
  bringPlan: moving.bringPlan,
  proposeClose: charter.proposeClose,
  wake: own.wake,
  addDevice: inviting.addDevice,
  endDevice: own.endDevice,
  keepDevice: own.keepDevice,
  proposeEndPerson: own.proposeEndPerson,
  proposeSigners: own.proposeSigners,
  proposeLeave: own.proposeLeave,
  proposeClearRecovery: own.proposeClearRecovery,
  makeWords: recovering.makeWords,
  wordsAloud: recovering.wordsAloud,
  wordsOfServer: recovering.wordsOfServer,
  checkWords: recovering.checkWords,
  setRecovery: recovering.setRecovery,
  recover: recovering.recover,
  carryOut: carrying.carryOut,
  carryIn: carrying.carryIn,
  readHanded: carrying.readHanded,
  putHandedAway: carrying.putHandedAway,
  consent: charter.consent,
  object: charter.object,
  withdraw: charter.withdraw,
  compare: comparing.compare,
  export: copying.exportJson,
  contentHash: copying.hashOfContent,
  exportLog: copying.exportLog,
  exportUnsent: unsent.exportUnsent,
  readUnsent: unsent.readUnsent,
  takeUnsent: unsent.takeUnsent,
  foundSuccessor,
  dismiss: copying.dismiss,
  keepDraft: drafts.keepDraft,
  readDraft: drafts.readDraft,
  setPlan: plan.setPlan,
  addGoal: plan.addGoal,
  setGoal: plan.setGoal,
  addAction: plan.addAction,
  setAction: plan.setAction,
  setPart: plan.setPart,
  moveAction: plan.moveAction,
  moveGoal: plan.moveGoal,
  remove: plan.remove,
  restore: plan.restore,
  addItem: items.addItem,
  setItem: items.setItem,
  placeAction: items.placeAction,
  sayYes: items.sayYes,
  takeYesBack: items.takeYesBack,
  stand: items.stand,
  minute: items.minute,
  waitABit: items.waitABit,
  nameValue: items.nameValue,
  anchor: items.anchor,
  changes: history.changes,
  removed: history.removed,
  news: newsCommands.news,
  markSeen: newsCommands.markSeen,
  balance: items.balance,
  copyOut: (running, ask) => later(import('./copy_out'), (out) => out.copyOut(running, ask)),
  calendar: (running, ask) => later(import('./copy_out'), (out) => out.calendar(running, ask)),
  bringFile: (running, ask) =>
    later(import('./bring_commands'), (bring) => bring.bringFile(running, ask)),
  openAnswers: wheel.openAnswers,
  score: wheel.score,
  takeScoreBack: wheel.takeScoreBack,
};
