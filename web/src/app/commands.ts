/** Which commands there are at once, and which are fetched with the first plan. */
import type { CommandName, Commands, Outcome } from './port';
import type { Running } from './running';

/** What is open is each port's own affair; everything else is the application's. */
export type Shared = Exclude<CommandName, 'open' | 'close'>;

/** What somebody who founds or joins asks for before there is a plan. */
export type FirstName = 'found' | 'preview' | 'join' | 'forget' | 'sync' | 'flush';

type Table = {
  readonly [N in Shared]: (
    running: Running,
    ask: Commands[N]['ask'],
  ) => Promise<Outcome<Commands[N]['answer']>>;
};

export type FirstTable = Pick<Table, FirstName>;
export type LaterTable = Omit<Table, FirstName>;
export type AnyTable = Table;
