/** usage: client --home DIR COMMAND …; the headless client, on the same application as the web app. */
import { readArguments, UsageError, type Arguments } from './arguments';
import { found as foundTogether, isCeremony } from './ceremony';
import * as agreement from './charter_commands';
import * as commands from './commands';
import { openHome } from './home';
import * as own from './own_commands';
import { EXIT, Refused } from './results';

const COMMANDS: Readonly<Record<string, commands.Command>> = {
  found: commands.found,
  invite: commands.invite,
  slips: commands.slips,
  propose: agreement.propose,
  join: commands.join,
  import: commands.importFile,
  export: commands.exportPlan,
  put: commands.put,
  set: commands.set,
  remove: commands.remove,
  list: commands.list,
  sync: commands.sync,
  proposals: agreement.proposals,
  consent: agreement.consent,
  object: agreement.object,
  withdraw: agreement.withdraw,
  revoke: agreement.revoke,
  confirm: agreement.confirm,
  charter: agreement.charter,
  status: commands.status,
  device: own.device,
  recovery: own.recovery,
  leave: own.leave,
  signers: own.signers,
  wake: own.wake,
  forget: own.forget,
  carry: own.carry,
  unsent: own.unsent,
  successor: own.successor,
  move: own.move,
};

const USAGE = `usage: client --home DIR COMMAND [--space ID] …
  found --server URL --title T --person NAME --party NAME --sector innbyggere|frivillig|kommune|naeringsliv|stat
  found --offer --server URL --person NAME --party NAME --sector S      a line for the proposer
  found --propose --title T OFFER…   found --sign DRAFT   found --finish SIGNATURE…
  invite --party NAME [--sector S]   revoke INVITATION   join LINK|ADDRESS CODE --person NAME   confirm PERSON
  slips NUMBER
  propose admit --party NAME --sector S   propose remove|rest --party NAME   propose close
  propose replace --party NAME --sector S --replaces NUMBER   wake
  propose move --to URL   move code --server URL   move out FILE   move bring FILE --server URL
  propose rules ACT=PARTIES:SECTORS[:DAYS]…   propose sectors S…
  proposals   consent ID   object ID --reason T   withdraw ID [--proposal]   charter
  device add   device revoke|keep NUMBER   remove --person NAME   leave [party]   signers NUMBER
  recovery make [--old WORDS]   recovery use --server URL WORD…   carry out|in FILE   forget
  unsent out FILE   unsent in FILE [--person NAME]   successor --title T
  import FILE.yaml|.json|.csv   export [--json|--csv|--ics] [OUT]   export --zip OUT
  put --goal TITLE | --action TITLE --goal G   set ID [--title T] [--why T]   remove ID   list
  sync [--once|--follow]   status`;

async function main(words: readonly string[]): Promise<number> {
  const args = readArguments(words);
  if (args.options.has('help')) {
    process.stdout.write(`${USAGE}\n`);
    return EXIT.ok;
  }
  const command = commandFor(args);
  const home = await openHome(args, args.options.has('follow'));
  try {
    await command(home, args);
    return EXIT.ok;
  } finally {
    await home.app.stop();
  }
}

function commandFor(args: Arguments): commands.Command {
  const command = isCeremony(args) ? foundTogether : COMMANDS[args.command];
  if (!command)
    throw new UsageError(
      `${args.command === '' ? 'a command is needed' : `unknown command ${args.command}`}\n${USAGE}`,
    );
  return command;
}

function statusOf(problem: unknown): number {
  if (problem instanceof UsageError) return EXIT.usage;
  return problem instanceof Refused ? problem.status : EXIT.refused;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (problem) {
  const words = problem instanceof Error ? problem.message : String(problem);
  process.stderr.write(`client: ${words}\n`);
  process.exitCode = statusOf(problem);
}
