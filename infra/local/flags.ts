/** What one may say when starting the local cloud. */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, StartFailure } from './failure.ts';

/** The settings of one run. */
export type Flags = {
  readonly port: number;
  readonly sandboxPort: number;
  readonly dataFolder: string;
  readonly isFresh: boolean;
  readonly isSeeded: boolean;
  readonly isHelp: boolean;
};

/** Reads the arguments. Throws a StartFailure on one that it does not know. */
export function readFlags(given: readonly string[], root: string): Flags {
  const values = parsed(given);
  const port = portOf(values.port, 4000);

  return {
    port,
    sandboxPort: portOf(values['sandbox-port'], port === 0 ? 0 : port + 10),
    dataFolder:
      values['data-folder'] === undefined ? join(root, '.countinghouse') : resolve(values['data-folder']),
    isFresh: values.fresh ?? false,
    isSeeded: !values['no-seed'],
    isHelp: values.help ?? false,
  };
}

/** What `--help` prints. */
export const HELP = `npm start -- [flags]

  --port 4000            where the API listens; the sandbox provider takes the port ten above
  --sandbox-port 4010    where the sandbox provider listens
  --data-folder PATH     where everything is kept; .countinghouse in the project when not given
  --fresh                throws away what is kept and begins again
  --no-seed              begins without the demo business, with a tenant and its key alone
  --help                 this text

Other servers than the embedded ones are taken from AWS_ENDPOINT_URL_DYNAMODB (and _DYNAMODB_STREAMS), AWS_ENDPOINT_URL_SQS
and AWS_ENDPOINT_URL_S3.`;

function parsed(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options: OPTIONS }).values;
  } catch (thrown) {
    throw new StartFailure(`${messageOf(thrown)} (npm start -- --help lists what there is)`);
  }
}

const OPTIONS = {
  port: { type: 'string' },
  'sandbox-port': { type: 'string' },
  'data-folder': { type: 'string' },
  fresh: { type: 'boolean' },
  'no-seed': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function portOf(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new StartFailure(`"${text}" is no port; a port is a number from 0 to 65535.`);

  return port;
}
