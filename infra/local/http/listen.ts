/** An HTTP server on this machine alone, with a plain sentence when its port is taken and an end that drains. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { messageOf, StartFailure } from '../failure.ts';

/** A server that runs; `stop` lets open requests finish. */
export type Listening = {
  readonly endpoint: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
};

/** Starts listening on 127.0.0.1; port 0 takes a free one. A handler that throws is answered with 500. */
export function listen(options: {
  readonly port: number;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}): Promise<Listening> {
  const server = createServer((request, response) => {
    options.handle(request, response).catch((thrown: unknown) => fail(response, thrown));
  });

  return new Promise((started, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(explained(error, options.port)));
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : options.port;
      started({ endpoint: `http://127.0.0.1:${port}`, port, stop: () => close(server) });
    });
  });
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new StartFailure(
      `Port ${port} is in use; stop what listens there, or choose another with --port.`,
    );
  if (error.code === 'EACCES')
    return new StartFailure(
      `Port ${port} may not be opened by this user; choose one above 1023 with --port.`,
    );

  return error;
}

function fail(response: ServerResponse, thrown: unknown): void {
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: messageOf(thrown) }));
}

/** A connection that becomes idle while the server ends would otherwise keep it for seconds. */
function close(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((closed) => {
    const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS);
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MILLISECONDS_MAX);
    server.close(() => {
      clearInterval(sweeping);
      clearTimeout(timer);
      closed();
    });
  });
}

const SWEEP_MILLISECONDS = 20;
const DRAIN_MILLISECONDS_MAX = 5_000;
