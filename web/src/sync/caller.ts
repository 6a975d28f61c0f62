/** In whose name a space's requests are made. */
import type { Space } from './space';
import type { Caller } from './transport';

export function callerOf(space: Space): Caller {
  return { space: space.id, device: space.me.device, keys: space.keys };
}
