/** What `npm run verify` says of coverage: the days and the events by what became of them, and each leak. */
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { textIn } from '../../shared/adapters/dynamo-item.ts';
import type { Coverage, Parts } from '../../test/checker/coverage.ts';
import type { Snapshot } from '../../test/checker/snapshot.ts';

/** The key of an event in its day; claims of ids are left out. */
const ENTRY = /^(?<tenant>ten_\w+)#(?<subscription>sub_\w+)#(?<meter>\w+)#day#/;

/** The events of the table by tenant and subscription, as the keys of its items say. */
export async function eventsIn(
  client: DynamoDBClient,
  table: string,
): Promise<NonNullable<Snapshot['usage']>> {
  const events = new Map<string, { readonly meter: string; readonly at: string }[]>();
  for await (const page of paginateScan({ client }, { TableName: table })) {
    for (const item of page.Items ?? []) {
      const { tenant, subscription, meter } = ENTRY.exec(textIn(item, 'pk'))?.groups ?? {};
      if (!meter) continue;
      const name = `${tenant} ${subscription}`;
      const [at = ''] = textIn(item, 'sk').split('#');
      events.set(name, [...(events.get(name) ?? []), { meter, at }]);
    }
  }

  return events;
}

/** The lines that tell it. */
export function coverageLines({ subscriptions, days, events, leaks }: Coverage): readonly string[] {
  return [
    `Coverage of ${subscriptions} subscriptions: ${leaks.length} leaks.`,
    ...partLines('days', days),
    ...partLines('events of usage', events),
    ...leaks.map(
      ({ subscription, what, start, end, says }) =>
        `leak  ${subscription}  ${start} to ${end}: ${what} ${says}`,
    ),
  ];
}

function partLines(what: string, parts: Parts): readonly string[] {
  return [...parts].sort().map(([part, count]) => `  ${count} ${what} ${part}`);
}
