/** What runs on this machine. */
import type { LocalClock } from './clock.ts';
import type { QueuePlace } from './deploy/queues.ts';
import type { Endpoints } from './endpoints.ts';
import type { FactTail } from './facts.ts';
import type { OpenFront } from './http/open-front.ts';
import type { Quiet } from './quiet.ts';
import type { FunctionLogs } from './runtime/logs.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Schedules } from './schedules/run.ts';
import type { SecretStore } from './secrets/store.ts';
import type { Mailbox } from './servers/mailbox.ts';
import type { Unenforced } from './template/unenforced.ts';

/** A running local cloud. */
export type Cloud = {
  readonly url: string;
  readonly sandboxUrl: string | null;
  readonly runtime: Runtime;
  readonly clock: LocalClock;
  readonly schedules: Schedules;
  readonly quiet: Quiet;
  readonly queues: readonly QueuePlace[];
  readonly depth: Endpoints['depth'];
  readonly facts: FactTail;
  readonly logs: FunctionLogs;
  readonly secrets: SecretStore;
  readonly mailbox: Mailbox;
  readonly environment: Readonly<Record<string, string>>;
  readonly unenforced: readonly Unenforced[];
  readonly openPages: OpenFront['openPages'];
  readonly stop: () => Promise<void>;
};
