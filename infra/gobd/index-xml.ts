/**
 * The index of an export, by which an auditor's program loads its tables: the description standard for handing over
 * data ("Beschreibungsstandard für die Datenträgerüberlassung", version 1.1) that the German tax authorities read.
 */
import { leaf, node } from '../../shared/documents/en16931/xml-text.ts';
import { DTD_FILE } from './index-dtd.ts';
import type { Column, ExportTable } from './tables.ts';

/** Of whom and of when an export is. */
export type ExportSpan = { readonly supplier: string; readonly from: string; readonly to: string };

/** The index as XML. Every table is CSV in UTF-8 with CRLF, commas, quotes, a decimal point and a header line. */
export function indexXml(span: ExportSpan, tables: readonly ExportTable[]): string {
  const supplier = node(
    'DataSupplier',
    leaf('Name', span.supplier),
    '<Location></Location>',
    leaf('Comment', `Countinghouse, ${span.from} – ${span.to}`),
  );
  const media = node('Media', leaf('Name', 'Export'), ...tables.map((table) => tableXml(table, span)));

  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE DataSet SYSTEM "${DTD_FILE}">
${node('DataSet', leaf('Version', '1.0'), supplier, media)}
`;
}

const DAY_FORMAT = 'YYYY-MM-DD';

function tableXml({ file, name, description, columns }: ExportTable, { from, to }: ExportSpan): string {
  const validity = node(
    'Validity',
    node('Range', leaf('From', from), leaf('To', to)),
    leaf('Format', DAY_FORMAT),
  );
  const layout = node(
    'VariableLength',
    leaf('ColumnDelimiter', ','),
    '<RecordDelimiter>&#13;&#10;</RecordDelimiter>',
    '<TextEncapsulator>&quot;</TextEncapsulator>',
    ...columns.map(columnXml),
  );

  return node(
    'Table',
    leaf('URL', file),
    leaf('Name', name),
    leaf('Description', description),
    validity,
    '<UTF8/>',
    leaf('DecimalSymbol', '.'),
    leaf('DigitGroupingSymbol', ' '),
    // The first line is the header.
    node('Range', leaf('From', '2')),
    layout,
  );
}

function columnXml({ name, is }: Column): string {
  return node('VariableColumn', leaf('Name', name), kindXml(is));
}

function kindXml(is: Column['is']): string {
  if (is === 'text') return '<AlphaNumeric/>';

  return is === 'day'
    ? node('Date', leaf('Format', DAY_FORMAT))
    : node('Numeric', leaf('Accuracy', String(is.decimals)));
}
