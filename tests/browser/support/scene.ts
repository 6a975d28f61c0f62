import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { Device } from './device';
import { Server } from './server';

/** One server for a file of tests, devices as they are asked for, and the watchers' verdict after each test. */
export function scene(): {
  server: Server;
  device: (size?: { width: number; height: number }) => Device;
} {
  const server = new Server();
  const devices: Device[] = [];

  beforeAll(() => server.start());
  afterEach(() => {
    expect(devices.flatMap((device) => device.faults)).toEqual([]);
  });
  afterAll(async () => {
    await Promise.all(devices.map((device) => device.remove()));
    await server.remove();
  });

  return {
    server,
    device: (size) => {
      const device = new Device(server.url, size);
      devices.push(device);
      return device;
    },
  };
}
