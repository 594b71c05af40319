/** Lets the schema of ISO 20022 judge our orders to banks, with names in every script and mark-up. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { TRANSFERS_MAX } from '../../shared/contracts/payables.ts';
import { creditTransfers, type TransferOrder } from '../../shared/documents/credit-transfers.ts';
import { inFolder, type Judged, judge } from './judging.ts';
import type { Artifact } from './maven.ts';

const SCHEMA = 'pain.001.001.09.xsd';
/** A library for online banking, which carries the schemas of ISO 20022 that banks take. */
const SCHEMAS: Artifact = { group: 'com.github.hbci4j', name: 'hbci4j-core', version: '3.1.88' };
const ORDERS = 200;
const SEED = 20_261_126;
const CENTS_MAX = 99_999_999_999n;

const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }).filter((text) => text.trim() !== '');
const party = fc.record({
  name: fc.oneof(
    name,
    fc.constantFrom('Größe & Söhne GmbH', 'Ελληνική Εταιρεία', 'Łódź <Studio>', '  "x"  '),
  ),
  iban: fc.constantFrom('DE02120300000000202051', 'FR1420041010050500013M02606'),
  bic: fc.constantFrom(null, 'PSSTFRPPXXX', 'BYLADEM1001'),
});
const transfer = fc.record({
  id: fc.uuid(),
  number: fc.stringMatching(/^[A-Za-z0-9/._ -]{1,40}$/).map((pattern) => `SB${pattern}1`),
  amountMinor: fc.bigInt({ min: 1n, max: CENTS_MAX }),
  creditor: party,
});
const order: fc.Arbitrary<TransferOrder> = fc.record({
  debtor: party,
  transfers: fc.array(transfer, { minLength: 1, maxLength: 20 }),
  executeOn: fc.constantFrom('2026-11-30', '2028-02-29'),
  at: fc.constantFrom('2026-11-26T10:00:00Z', '2026-11-26T10:00:00.123Z'),
});

/** Judges random orders, and one of as many transfers as an order may have. */
export async function judgeTransferOrders(): Promise<Judged> {
  const [fullest] = fc.sample(order, { numRuns: 1, seed: SEED });
  const [first] = fullest?.transfers ?? [];
  if (!fullest || !first) throw new Error('no order was drawn');
  const full = { ...fullest, transfers: Array.from({ length: TRANSFERS_MAX }, () => first) };
  const orders = [full, ...fc.sample(order, { numRuns: ORDERS, seed: SEED })];

  return inFolder((folder) => {
    const list = orders.map((each, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, creditTransfers(each));

      return `${file}\t${SCHEMA}`;
    });
    const what = `ISO 20022 pain.001: ${orders.length} orders of transfers`;

    return judge({ name: what, artifact: SCHEMAS, program: 'SchemaRules.java', list, folder });
  });
}

if (import.meta.main) for (const line of (await judgeTransferOrders()).lines) console.log(line);
