import type { FrozenContent } from '../content.ts';
import { PAGE } from './look.ts';

/** PDF/UA-1: the file says that it can be read by machine. PDF/A wants every schema it does not know described. */
const ACCESSIBLE = `
        <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
        <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
                <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
                <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
                <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
                <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
                    <pdfaProperty:name>part</pdfaProperty:name>
                    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
                    <pdfaProperty:category>internal</pdfaProperty:category>
                    <pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
                </rdf:li></rdf:Seq></pdfaSchema:property>
            </rdf:li></rdf:Bag></pdfaExtension:schemas>
        </rdf:Description>
        `;

/** What the file says of itself as XMP: title and author, escaped as pdfkit would not do it, and that it is accessible. */
export function descriptionOf(content: FrozenContent, number: string): string {
  return `${ACCESSIBLE}
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escaped(`${content.title} ${number}`)}</rdf:li></rdf:Alt></dc:title>
            <dc:creator><rdf:Seq><rdf:li>${escaped(content.seller.name)}</rdf:li></rdf:Seq></dc:creator>
            <dc:language><rdf:Bag><rdf:li>${escaped(content.language)}</rdf:li></rdf:Bag></dc:language>
        </rdf:Description>
        `;
}

/** The same for the same content and number: times come from the day of issue, the file's id from all of it. */
export function documentOptions(content: FrozenContent, identity: string): PDFKit.PDFDocumentOptions {
  const issued = new Date(`${content.issueDate.value}T00:00:00.000Z`);
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
