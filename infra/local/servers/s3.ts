/** An S3 in this process over a folder. It ignores `If-None-Match`, object lock and encryption. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, serveHttp } from './server.ts';

/** What an embedded S3 may be told; without a folder its data goes when it stops. */
export type S3Options = {
  readonly dataFolder?: string;
  readonly port?: number;
  readonly buckets?: readonly string[];
};

/** Starts an S3 on the port, or on a free one, with those buckets. Throws `PortInUse`. */
export async function startS3({
  dataFolder,
  port = 0,
  buckets = [],
}: S3Options = {}): Promise<RunningServer> {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'countinghouse-s3-')));
  await mkdir(folder, { recursive: true });
  const S3rver = createRequire(import.meta.url)('s3rver') as S3rverConstructor; // the package brings no types
  const s3 = new S3rver({
    directory: folder,
    silent: true,
    vhostBuckets: false,
    allowMismatchedSignatures: true,
    // A bucket that exists is left out: announcing it again would only bring a warning.
    configureBuckets: buckets.filter((name) => !existsSync(join(folder, name))).map((name) => ({ name })),
  });
  await s3.configureBuckets();
  const server = await serveHttp(s3.callback(), { name: 'S3', port });

  return {
    endpoint: server.endpoint,
    stop: async () => {
      await server.stop();
      s3.logger.close();
      if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

type S3rverApp = {
  configureBuckets(): Promise<unknown>;
  callback(): RequestListener;
  readonly logger: { close(): void };
};

type S3rverConstructor = new (options: {
  readonly directory: string;
  readonly silent: boolean;
  readonly vhostBuckets: boolean;
  readonly allowMismatchedSignatures: boolean;
  readonly configureBuckets: readonly { readonly name: string }[];
}) => S3rverApp;
