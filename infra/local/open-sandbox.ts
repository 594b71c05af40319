/** The sandbox payment provider beside the local cloud, where the template's functions know of one. */
import { join } from 'node:path';
import type { LocalClock } from './clock.ts';
import type { Ledger } from './sandbox/ledger.ts';
import { startSandbox } from './sandbox/server.ts';
import type { SecretStore } from './secrets/store.ts';
import type { FunctionSpec } from './template/functions.ts';
import { StartFailure } from './failure.ts';

/** The provider, if there is one. */
export type OpenSandbox = {
  readonly url: string | null;
  /** Whether it is about to settle or tell something by now. */
  readonly isBusy: () => boolean;
  readonly stop: () => Promise<void>;
};

/** Starts the provider when some function's environment names it; its webhooks come to `/v1/webhooks/sandbox`. */
export async function openSandbox(options: {
  readonly declared: readonly FunctionSpec[];
  readonly dataFolder: string;
  readonly sandboxPort: number;
  readonly secrets: SecretStore;
  readonly clock: LocalClock;
  readonly webhookBase: string;
}): Promise<OpenSandbox> {
  const environment = options.declared.find((spec) => 'SANDBOX_URL' in spec.environment)?.environment;
  if (!environment) return { url: null, isBusy: () => false, stop: async () => {} };
  const now = () => new Date(options.clock.now()).toISOString();
  const sandbox = await startSandbox({
    port: options.sandboxPort,
    dataFolder: join(options.dataFolder, 'sandbox'),
    webhookUrl: `${options.webhookBase}/v1/webhooks/sandbox`,
    secret: async () =>
      options.secrets.find(`${environment.SECRET_PREFIX ?? ''}sandbox-webhook`)?.current?.text ?? '',
    now,
  }).catch((thrown: unknown) => {
    throw explained(thrown, options.sandboxPort);
  });

  return { url: sandbox.url, isBusy: () => isBusy(sandbox.ledger, now()), stop: sandbox.close };
}

function explained(thrown: unknown, port: number): unknown {
  const isTaken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';

  return isTaken
    ? new StartFailure(`Port ${port} of the sandbox provider is in use; choose others with --port.`)
    : thrown;
}

function isBusy(ledger: Ledger, now: string): boolean {
  const isDue = (at: string | null | undefined) => at !== null && at !== undefined && at <= now;
  const unsent = [...ledger.unsent].some((id) => isDue(ledger.events.get(id)?.nextAt));

  return (
    unsent ||
    [...ledger.waiting].some((id) =>
      isDue(ledger.charges.get(id)?.settlesAt ?? ledger.refunds.get(id)?.settlesAt),
    )
  );
}
