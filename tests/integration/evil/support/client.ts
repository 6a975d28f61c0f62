/** What a client consists of, as one bundle: so that a test can have one with a check removed. */
export { startApp } from '../../../../web/src/app/app';
export { platformSeams } from '../../../../web/src/app/platform_seams';
export { newSeedKeys } from '../../../../web/src/crypto/device_keys';
export { openMemoryStore } from '../../../../web/src/store/memory_store';
