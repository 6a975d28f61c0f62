import { CONSENTS } from './consents';
import { expectStopped } from './support/verdict';

expectStopped(CONSENTS);
