/** CHARTER30: a party that rested is awake. */
import type { Rule } from './apply';
import type { Wake } from './statement';

export const wake: Rule<Wake> = () => 'unsupported';
