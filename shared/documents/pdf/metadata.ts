import type { FrozenContent } from '../content.ts';
import { PAGE } from './look.ts';

/** The name under which readers of Factur-X look for the invoice. */
export const FACTUR_X_FILE = 'factur-x.xml';

const FACTUR_X = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';
const ACCESSIBLE = 'http://www.aiim.org/pdfua/ns/id/';

/** A property of a metadata schema that PDF/A does not know: its name, type, category and meaning. */
type Property = readonly [name: string, type: string, category: 'internal' | 'external', meaning: string];

const ACCESSIBLE_PROPERTIES: readonly Property[] = [
  ['part', 'Integer', 'internal', 'Part of ISO 14289 that the file conforms to'],
];
const FACTUR_X_PROPERTIES: readonly Property[] = [
  ['DocumentFileName', 'Text', 'external', 'Name of the embedded XML file'],
  ['DocumentType', 'Text', 'external', 'Kind of the embedded document'],
  ['Version', 'Text', 'external', 'Version of the schema of the embedded XML'],
  ['ConformanceLevel', 'Text', 'external', 'Profile of the embedded XML'],
];

/** PDF/UA-1: the file says that it can be read by machine. PDF/A wants every schema it does not know described. */
const PRINTED = `
        <rdf:Description rdf:about="" xmlns:pdfuaid="${ACCESSIBLE}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>`;
const HYBRID = `${PRINTED}
        <rdf:Description rdf:about="" xmlns:fx="${FACTUR_X}">
            <fx:DocumentType>INVOICE</fx:DocumentType>
            <fx:DocumentFileName>${FACTUR_X_FILE}</fx:DocumentFileName>
            <fx:Version>1.0</fx:Version>
            <fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
        </rdf:Description>`;
const ACCESSIBLE_SCHEMA = schema('PDF/UA identification', [ACCESSIBLE, 'pdfuaid'], ACCESSIBLE_PROPERTIES);
const FACTUR_X_SCHEMA = schema('Factur-X', [FACTUR_X, 'fx'], FACTUR_X_PROPERTIES);
const PRINTED_CLAIMS = `${PRINTED}${extensions(ACCESSIBLE_SCHEMA)}`;
const HYBRID_CLAIMS = `${HYBRID}${extensions(ACCESSIBLE_SCHEMA + FACTUR_X_SCHEMA)}`;

/** What the file says of itself as XMP: title and author, escaped as pdfkit would not do it, what it conforms to and carries. */
export function descriptionOf(
  content: FrozenContent,
  { number, isEInvoice }: { readonly number: string; readonly isEInvoice: boolean },
): string {
  return `${isEInvoice ? HYBRID_CLAIMS : PRINTED_CLAIMS}
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(`${content.title} ${number}`)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>${escaped(content.seller.name)}</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>${escaped(content.language)}</rdf:li></rdf:Bag></dc:language>
        </rdf:Description>
        `;
}

/** All descriptions of schemas lie in one bag: a second one would be a second value of the same property. */
function extensions(schemas: string): string {
  return `
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag>${schemas}</rdf:Bag></pdfaExtension:schemas>
        </rdf:Description>`;
}

function schema(
  name: string,
  [uri, prefix]: readonly [uri: string, prefix: string],
  properties: readonly Property[],
): string {
  return `<rdf:li rdf:parseType="Resource">
                <pdfaSchema:schema>${name}</pdfaSchema:schema>
                <pdfaSchema:namespaceURI>${uri}</pdfaSchema:namespaceURI>
                <pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>
                <pdfaSchema:property><rdf:Seq>${properties.map(property).join('')}</rdf:Seq></pdfaSchema:property>
            </rdf:li>`;
}

function property([name, type, category, meaning]: Property): string {
  return `<rdf:li rdf:parseType="Resource">
                    <pdfaProperty:name>${name}</pdfaProperty:name>
                    <pdfaProperty:valueType>${type}</pdfaProperty:valueType>
                    <pdfaProperty:category>${category}</pdfaProperty:category>
                    <pdfaProperty:description>${meaning}</pdfaProperty:description>
                </rdf:li>`;
}

/** The first moment of the day of issue, which is when everything in the file was made. */
export function issuedAt(content: FrozenContent): Date {
  return new Date(`${content.issueDate.value}T00:00:00.000Z`);
}

/** The same for the same content and number: times come from the day of issue, the file's id from all of it. */
export function documentOptions(content: FrozenContent, identity: string): PDFKit.PDFDocumentOptions {
  const issued = issuedAt(content);
  // pdfkit makes the file's id of the info dictionary, where a key of our own may stand.
  const info = {
    Creator: 'Countinghouse',
    Producer: 'Countinghouse',
    CreationDate: issued,
    Content: identity,
  };
  return {
    subset: 'PDF/A-3b',
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: content.language,
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    // No font to begin with: Helvetica would not be embedded, and one of ours would be parsed again at every use.
    font: '',
    info,
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
