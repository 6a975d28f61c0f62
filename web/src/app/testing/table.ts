/** People around a table: documents that meet by hand, and what each sees; no server, no network. */
import type { CharterState } from '../../core/charter/state';
import { readContent } from '../../core/plan/content';
import { LogOrder } from '../../core/plan/log_order';
import { readItems } from '../../core/plan/items';
import { TestCharter } from '../../core/testing/charter';
import { meet, SimulatedDevice } from '../../core/testing/device';
import type { Space } from '../../sync/space';
import type { ContentView } from '../content_port';
import { contentView } from '../content_view';
import { logFacts, type Reading } from '../reading';

/** One group in each sector, the same number of confirmed people in each; a device each. */
export function groupsOf(people: number, sectors: readonly number[] = [1, 2, 3]): TestCharter {
  const charter = new TestCharter(sectors);
  for (let more = 1; more < people; more++) sectors.forEach((_, i) => charter.signer(i + 1));
  return charter;
}

/** What the person of a device reads in a document. */
export function readingFor(
  { doc }: SimulatedDevice,
  charter: CharterState,
  device: number,
  now: number,
): Reading {
  const person = charter.devices[device - 1]?.person ?? '';
  const space = {
    id: 'space',
    doc,
    order: new LogOrder(),
    log: { charter },
    me: { device, person },
  } as unknown as Space;
  const content = readContent(doc, readItems(doc), logFacts(space));
  return { space, charter, content, names: new Map(content.names), now: BigInt(now) };
}

export class Table {
  readonly devices: SimulatedDevice[];
  now = 1_800_000_000;

  constructor(readonly charter: TestCharter) {
    this.devices = charter.state.devices.map(({ index }) => new SimulatedDevice(index));
  }

  at(device: number): SimulatedDevice {
    return this.devices[device - 1]!;
  }

  /** Whose words go to whom is none of the caller's business: all have all. */
  meet(): this {
    meet(...this.devices);
    return this;
  }

  reading(device: number): Reading {
    return readingFor(this.at(device), this.charter.state, device, this.now);
  }

  view(device: number): ContentView {
    return contentView(this.reading(device), readItems(this.at(device).doc));
  }

  edit(device: number, change: Parameters<SimulatedDevice['edit']>[0]): void {
    this.at(device).edit(change);
  }
}
