/** Makes the first tenant of a deployment and its first key, which is printed once and never stored. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { dynamoJournal } from '../shared/adapters/dynamo-journal.ts';
import { secretsManager } from '../shared/adapters/secrets-manager.ts';
import { systemClock, systemRandomness } from '../shared/adapters/system.ts';
import { tenants } from '../shared/domain/tenants.ts';
import { issueKey } from '../shared/edge/keys.ts';
import { create } from '../shared/execute.ts';
import { fromBytesId, ID_BYTES } from '../shared/kernel/hash.ts';
import { PREFIX } from '../shared/kernel/ids.ts';
import type { Ports } from '../shared/ports.ts';
import { prefixOf, tableName } from './names.ts';
import { stageNameOf } from './stages.ts';

/** What setting up needs of the world. */
export type SetupPorts = Pick<Ports, 'journal' | 'secrets' | 'randomness' | 'clock' | 'stage'>;

/** A new tenant with the token of its first key, which may do everything. */
export type NewTenant = { readonly tenant: string; readonly token: string };

/** Records the tenant and its first key. Throws when either is refused, which random ids make unheard of. */
export async function setupTenant(name: string, ports: SetupPorts): Promise<NewTenant> {
  const at = ports.clock.now();
  const tenant = fromBytesId(PREFIX.tenant, ports.randomness.bytes(ID_BYTES));
  const acting = { actor: 'setup', cause: 'setup', trace: 'setup', at };
  const made = await create(ports.journal, tenants, {
    ref: { tenant, id: tenant },
    command: { do: 'create', name, at },
    acting,
  });
  if (!made.ok) throw new Error(`the tenant was refused: ${made.refusal.message}`);

  const id = fromBytesId(PREFIX.apiKey, ports.randomness.bytes(ID_BYTES));
  const key = await issueKey({ tenant, id, label: 'First key', scopes: ['admin'], acting }, ports);
  if (!key.ok || key.value.token === null) throw new Error('the first key was not issued');

  return { tenant, token: key.value.token };
}

/** Ports onto a deployed stage, with the credentials and the region of the environment. */
export function deployedPorts(stageName: string): SetupPorts {
  const stage = stageNameOf(stageName);
  const clock = systemClock();

  return {
    stage,
    clock,
    randomness: systemRandomness(),
    journal: dynamoJournal({ client: new DynamoDBClient({}), table: tableName(stage, 'journal') }),
    secrets: secretsManager({ client: new SecretsManagerClient({}), prefix: prefixOf(stage), clock }),
  };
}

/** What `--help` prints. */
const HELP = `npm run setup -- --stage test --name "Example Ltd"

Makes the first tenant of a deployment and its first key, which may do everything and is printed once. It needs the
credentials and the region of the account in the environment.

  --stage NAME   the stage that was deployed; test where none is named
  --name TEXT    what the tenant is called
  --help         this text
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      stage: { type: 'string', default: 'test' },
      name: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  if (!values.name) throw new Error('Name the tenant: npm run setup -- --stage live --name "Example Ltd"');
  const { tenant, token } = await setupTenant(values.name, deployedPorts(values.stage));
  process.stdout.write(
    `Tenant  ${tenant}\nKey     ${token}\n\nThe key is shown this once. Keep it where secrets are kept.\n`,
  );
}

if (import.meta.main) await main();
