import { describe, expect, test } from 'vitest';
import {
  readXml,
  XML_DEPTH_MAX,
  XML_ELEMENTS_MAX,
  XML_LENGTH_MAX,
} from '../../../../shared/documents/en16931/xml-reader.ts';

const refusalOf = (text: string) => {
  const read = readXml(text);
  return read.ok ? 'read' : read.refusal.code;
};

describe('hostile XML is refused by name', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>`;
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'an external entity',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      'xml.doctype_refused',
    ],
    ['a billion laughs', bomb, 'xml.doctype_refused'],
    ['a document type after a comment', '<!-- x --><!doctype a><a/>', 'xml.doctype_refused'],
    ['an entity that nobody declared', '<a>&xxe;</a>', 'xml.entity_refused'],
    ['an entity in an attribute', '<a b="&xxe;"/>', 'xml.entity_refused'],
    ['the entity of an inherited name', '<a>&toString;</a>', 'xml.entity_refused'],
    ['a reference to nothing', '<a>&#0;</a>', 'xml.malformed'],
    ['a reference beyond all characters', '<a>&#x110000;</a>', 'xml.malformed'],
    ['a bare ampersand', '<a>Salt & Pepper</a>', 'xml.malformed'],
    ['a control character', '<a>\u0001</a>', 'xml.malformed'],
    ['tags that cross', '<a><b></a></b>', 'xml.malformed'],
    ['an end that never comes', '<a><b>', 'xml.malformed'],
    ['a comment that never ends', '<a><!-- ', 'xml.malformed'],
    ['two roots', '<a/><b/>', 'xml.malformed'],
    ['text around the root', '<a/>text', 'xml.malformed'],
    ['nothing', '', 'xml.malformed'],
    ['what is no XML', '{"a":1}', 'xml.malformed'],
    ['a prefix of no namespace', '<a:b/>', 'xml.malformed'],
    ['an attribute twice', '<a b="1" b="2"/>', 'xml.malformed'],
    ['depth', '<a>'.repeat(XML_DEPTH_MAX + 1), 'xml.too_deep'],
    ['elements without end', `<a>${'<b/>'.repeat(XML_ELEMENTS_MAX)}</a>`, 'xml.too_many'],
    ['a huge text', `<a>${'x'.repeat(XML_LENGTH_MAX)}</a>`, 'xml.too_large'],
  ];

  test.each(cases)('%s', (_what, text, code) => {
    const started = performance.now();

    expect(refusalOf(text)).toBe(code);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test('text, sections, comments, references and namespaces are read as XML has them', () => {
  const read = readXml(
    '\ufeff<?xml version="1.0"?>\r\n<p:a xmlns:p="urn:x" k="&lt;&#65;"><![CDATA[<&>]]><!-- no --> &amp;&#x42;\r\n</p:a>',
  );

  expect(read).toMatchObject({ ok: true, value: { name: 'urn:x a', text: '<&> &B\n' } });
  expect(read.ok && read.value.attributes.get('k')).toBe('<A');
});

test('the meaning of a prefix ends with its element', () => {
  const read = readXml('<a xmlns="urn:1"><b xmlns="urn:2"><c/></b><d/></a>');

  expect(read.ok && read.value.children.map(({ name }) => name)).toEqual(['urn:2 b', 'urn:1 d']);
});
