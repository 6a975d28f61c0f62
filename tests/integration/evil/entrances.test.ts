import { ENTRANCES } from './entrances';
import { expectStopped } from './support/verdict';

expectStopped(ENTRANCES);
