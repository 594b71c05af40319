/** The environment of functions as it must be here: addresses that only this run knows replace those of the template. */
import type { QueuePlace } from '../deploy/queues.ts';
import type { FunctionSpec } from '../template/functions.ts';
import { ACCOUNT_ID } from '../template/names.ts';

/** What this run knows. */
export type Addresses = {
  readonly queues: readonly QueuePlace[];
  readonly publicUrl: string;
  readonly sandboxUrl: string | null;
  readonly region: string;
};

/** The functions with queue URLs, the public address and the sandbox's replaced where their environment holds any. */
export function localEnvironment(
  specs: readonly FunctionSpec[],
  addresses: Addresses,
): readonly FunctionSpec[] {
  return specs.map((spec) => ({
    ...spec,
    environment: Object.fromEntries(
      Object.entries(spec.environment).map(([name, value]) => [name, local(name, value, addresses)]),
    ),
  }));
}

function local(name: string, value: string, { queues, publicUrl, sandboxUrl, region }: Addresses): string {
  if (name === 'PUBLIC_URL') return publicUrl;
  if (name === 'SANDBOX_URL') return sandboxUrl ?? value;
  const [queue] = queues;
  if (!queue) return value;
  const servedAt = queue.url.slice(0, queue.url.length - queue.name.length);

  return value.replaceAll(`https://sqs.${region}.amazonaws.com/${ACCOUNT_ID}/`, servedAt);
}
