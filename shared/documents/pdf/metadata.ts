import type { FrozenContent } from '../content.ts';
import { PAGE } from './look.ts';

/** Title and author as XMP, escaped; pdfkit's own copy of them from the info dictionary is not. */
export function titleAndAuthor(content: FrozenContent, number: string): string {
  return `
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
