/**
 * To be imported before all else by a test file that plays whole plans: the curves are Node's own there. The ones that
 * people have, and what a signature must be like to count, are tested beside their sources, by the vectors, and through
 * whole clients in tests/.
 */
import { vi } from 'vitest';

vi.mock('@noble/curves/ed25519.js', () => import('./native_curves'));
vi.mock('../verify', () => import('./native_curves'));
