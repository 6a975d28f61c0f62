import { COMMITS } from './commits';
import { expectStopped } from './support/verdict';

expectStopped(COMMITS);
