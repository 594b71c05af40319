/** What the embedded servers share: an address, a free port, an HTTP server that starts and stops cleanly. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortInUse } from './faults.ts';

/** A server that runs; `stop` ends when nothing of it is left. */
export type RunningServer = { readonly endpoint: string; readonly stop: () => Promise<void> };

/** An IP, because the S3 client would ask for `bucket.localhost`. */
export const HOST = '127.0.0.1';

/** Credentials that every embedded server takes; they open nothing else. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' } as const;

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server, { name: 'a free port', port: 0 });
  await close(server);

  return port;
}

/** Serves HTTP on the port, or on any free one for 0. Throws `PortInUse`. */
export async function serveHttp(
  listener: RequestListener,
  { name, port = 0 }: { readonly name: string; readonly port?: number },
): Promise<RunningServer & { readonly port: number }> {
  const server = createServer(listener);
  const actual = await listen(server, { name, port });

  return { endpoint: `http://${HOST}:${actual}`, port: actual, stop: () => close(server) };
}

function listen(
  server: Server,
  { name, port }: { readonly name: string; readonly port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => {
      reject(fault.code === 'EADDRINUSE' ? new PortInUse(name, port) : fault);
    });
    server.listen(port, HOST, () => {
      const address = server.address() as AddressInfo; // a server that listens on a port has one
      resolve(address.port);
    });
  });
}

/** Kept-alive connections would hold the server open for as long as their clients live. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
