/**
 * The content of an open plan as it was read last. Most that is told of a plan is about its meetings
 * with the server: what was written is read anew only where somebody has written.
 */
import type { CharterState } from '../core/charter/state';
import { readContent, type PlanContent } from '../core/plan/content';
import { readItems, type Item } from '../core/plan/items';
import type { ContentView } from './content_port';
import { contentView } from './content_view';
import { logFacts, type Reading } from './reading';
import type { Space } from '../sync/space';

interface Read {
  readonly doc: Space['doc'];
  readonly charter: CharterState | undefined;
  readonly items: readonly Item[];
  readonly content: PlanContent;
  isOld: boolean;
}

interface Seen {
  readonly of: readonly unknown[];
  readonly view: ContentView;
}

/** What lapses by itself does so within this time. */
const LAPSE_S = 60n;

export class Shown {
  private last: Read | undefined;
  private seen: Seen | undefined;

  read(space: Space): Read {
    const { doc } = space;
    const { charter } = space.log;
    const known = this.last;
    if (known?.doc === doc && known.charter === charter && !known.isOld) return known;
    const items = readItems(doc);
    const last: Read = {
      doc,
      charter,
      items,
      content: readContent(doc, items, logFacts(space)),
      isOld: false,
    };
    // Also a change that only takes words away is one.
    doc.once('afterTransaction', () => (last.isOld = true));
    this.last = last;
    return last;
  }

  view(reading: Reading, items: readonly Item[]): ContentView {
    const { charter, content, now, space } = reading;
    const of = [content, charter, space.me.device, space.me.person, now / LAPSE_S];
    if (this.seen?.of.every((one, i) => one === of[i]) === true) return this.seen.view;
    this.seen = { of, view: contentView(reading, items) };
    return this.seen.view;
  }
}
