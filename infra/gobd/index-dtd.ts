/**
 * The document type of the index, in our own words: what an index that we write is made of, in the order in which the
 * description standard has it. A program that brings the standard's own file finds the index valid by that, too.
 */

/** The name by which an index refers to its document type. */
export const DTD_FILE = 'gdpdu-01-09-2004.dtd';

/** Elements that hold text alone. */
const TEXTS = [
  'Version',
  'Name',
  'Location',
  'Comment',
  'URL',
  'Description',
  'DecimalSymbol',
  'DigitGroupingSymbol',
  'From',
  'To',
  'Format',
  'Accuracy',
  'ColumnDelimiter',
  'RecordDelimiter',
  'TextEncapsulator',
] as const;

/** Elements that say everything by being there. */
const MARKS = ['UTF8', 'AlphaNumeric'] as const;

/** Elements that hold others, in this order. */
const MODELS: Readonly<Record<string, string>> = {
  DataSet: 'Version, DataSupplier, Media',
  DataSupplier: 'Name, Location, Comment',
  Media: 'Name, Table+',
  Table: 'URL, Name, Description, Validity, UTF8, DecimalSymbol, DigitGroupingSymbol, Range, VariableLength',
  Validity: 'Range, Format',
  Range: 'From, To?',
  VariableLength: 'ColumnDelimiter, RecordDelimiter, TextEncapsulator, VariableColumn+',
  VariableColumn: 'Name, (AlphaNumeric | Date | Numeric)',
  Date: 'Format',
  Numeric: 'Accuracy',
};

/** The document type as text. */
export function indexDtd(): string {
  return [
    '<!-- What the index.xml of an export by Countinghouse is made of. -->',
    ...Object.entries(MODELS).map(([name, model]) => `<!ELEMENT ${name} (${model})>`),
    ...TEXTS.map((name) => `<!ELEMENT ${name} (#PCDATA)>`),
    ...MARKS.map((name) => `<!ELEMENT ${name} EMPTY>`),
    '',
  ].join('\n');
}
