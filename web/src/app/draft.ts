/** For screens, which may not reach into core: a draft follows the text it was begun on. */
export { carryOver, changeBetween } from '../core/text_merge';
