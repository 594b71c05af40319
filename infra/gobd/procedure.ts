/**
 * The procedure documentation ("Verfahrensdokumentation", GoBD chapter 10.1) as far as a program can tell of itself: made
 * from the very tables that the deployment is made of, so that it says what runs.
 */
import { RETENTION_TERMS, RETENTION_YEARS_USUAL } from '../../shared/domain/retention.ts';
import { BUDGET } from '../../shared/journal/budget.ts';
import { FUNCTION_NAMES, wiringOf } from '../../shared/topology.ts';
import type { Wiring } from '../../shared/topology/wiring.ts';
import { STAGE_NAMES, stageOf } from '../stages.ts';
import type { ExportSpan } from './index-xml.ts';
import { TABLES } from './tables.ts';

/** The documentation as Markdown. What only the business can say, such as who may do what, has to be added by it. */
export function procedureText(span: ExportSpan): string {
  return [
    `# Procedure documentation / Verfahrensdokumentation\n`,
    `${span.supplier}, ${span.from} – ${span.to}. Made from the configuration of the program itself.\n`,
    ...section('1 How records come about / Entstehung der Aufzeichnungen', [
      'Every change is one fact in an append-only journal, written once under a condition and never changed or deleted; no',
      'function is granted an update or a deletion. Each item names who acted, why and when, and carries its postings. A hash',
      'continues from item to item, so that a change in the table would show.',
    ]),
    ...section('2 Numbers and documents / Nummern und Belege', [
      'A document is checked, frozen and hashed before it gets its number. Numbers are given per legal entity, kind and year,',
      'without a gap, by manifests that list ids and hashes of what they number. Documents lie under an object lock and are',
      'corrected by further documents only.',
    ]),
    ...section('3 Retention / Aufbewahrung', [
      `Issued documents are kept until the end of the calendar year that lies so many years after the year of issue; the country of`,
      `the legal entity decides, and its own setting \`retention_years\` can only lengthen it. Where the table of stages names one day,`,
      `the store is that of a trial, which locks for a day alone. The erasure of a customer removes no issued document.`,
      '',
      ...table(['Country', 'Issued from', 'Years'], TERM_ROWS),
      '',
      ...table(['Stage', 'Documents are locked for, in days', 'Logs are kept for, in days'], STAGES),
    ]),
    ...section(
      '4 Functions / Programmfunktionen',
      table(['Function', 'What it does', 'What wakes it'], FUNCTIONS),
    ),
    ...section('5 Facts / Aufzeichnungsarten', table(['Fact', 'Kept by', 'Personal data lies in'], FACTS)),
    ...section('6 Files of this export / Dateien dieses Exports', table(['File', 'What it holds'], FILES)),
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return [`## ${heading}`, '', ...lines, ''];
}

type Row = readonly string[];

const TERM_ROWS: readonly Row[] = [
  ...RETENTION_TERMS.map(({ country, issuedFrom, years }) => [country, issuedFrom, String(years)]),
  ['all others', '', String(RETENTION_YEARS_USUAL)],
];

const STAGES: readonly Row[] = STAGE_NAMES.map((name) => {
  const { documentRetentionDays, logRetentionDays } = stageOf((key) => (key === 'stage' ? name : undefined));

  return [name, String(documentRetentionDays), String(logRetentionDays)];
});

const FUNCTIONS: readonly Row[] = FUNCTION_NAMES.map((name) => {
  const wiring = wiringOf(name);

  return [name, wiring.does, wakersOf(wiring).join(', ')];
});

const FACTS: readonly Row[] = Object.entries(BUDGET).map(([type, { aggregate, key, personalData }]) => [
  type,
  `${aggregate} (${key})`,
  personalData,
]);

const FILES: readonly Row[] = Object.values(TABLES).map(({ file, description }) => [file, description]);

function wakersOf({
  http = [],
  facts = [],
  later,
  schedules = [],
  stream,
  queue,
}: Wiring): readonly string[] {
  return [
    ...http,
    ...facts,
    ...(later?.facts ?? []),
    ...schedules,
    ...(stream ? ["the journal's stream"] : []),
    ...(queue ? ['other functions'] : []),
  ];
}

function table(header: Row, rows: readonly Row[]): readonly string[] {
  const written = (cells: Row) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

  return [written(header), written(header.map(() => '---')), ...rows.map(written)];
}
