import { KEYS } from './keys';
import { expectStopped } from './support/verdict';

expectStopped(KEYS);
