/** CHARTER28, CHARTER29: twelve words on paper, and the device that they bring back. */
import type { Rule } from './apply';
import type { Recover, SetRecovery } from './statement';

export const setRecovery: Rule<SetRecovery> = () => 'unsupported';

export const recover: Rule<Recover> = () => 'unsupported';
