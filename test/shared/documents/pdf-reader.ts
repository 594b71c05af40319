import { inflateSync } from 'node:zlib';

/** What a reader finds in a PDF as our renderer writes it: plain objects, deflated streams, text as hex glyphs. */
export type ReadPdf = {
  /** Each page as lines of text, in the order they were painted. */
  readonly pages: readonly string[];
  /** Each page as the operators that paint it. */
  readonly operators: readonly string[];
  /** Everything outside the deflated streams, as Latin-1. */
  readonly structure: string;
  readonly metadata: string;
  readonly fonts: readonly { readonly name: string; readonly isEmbedded: boolean }[];
  /** Files it carries as another form of itself, by their names. */
  readonly attachments: Readonly<Record<string, string>>;
};

type PdfObject = { readonly dictionary: string; readonly stream: string | null };

/** Reads a PDF of ours; one that is not is a fault. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const objects = objectsOf(Buffer.from(bytes).toString('latin1'));
  const all = [...objects.values()];
  const kids = referencesIn(/\/Kids \[([^\]]*)\]/.exec(allDictionaries(all))?.[1] ?? '');
  return {
    pages: kids.map((page) => textOf(page, objects)),
    operators: kids.map((page) => operatorsOf(page, objects)),
    structure: allDictionaries(all),
    metadata: Buffer.from(
      all.find(({ dictionary }) => /\/Type \/Metadata/.test(dictionary))?.stream ?? '',
      'latin1',
    ).toString(),
    fonts: all
      .filter(({ dictionary }) => /\/Type \/Font\n/.test(dictionary))
      .map(({ dictionary }) => ({
        name: baseFontOf(dictionary),
        isEmbedded: isEmbedded(dictionary, objects),
      })),
    attachments: Object.fromEntries(all.flatMap(({ dictionary }) => attachmentIn(dictionary, objects))),
  };
}

function attachmentIn(
  dictionary: string,
  objects: Map<string, PdfObject>,
): readonly (readonly [name: string, text: string])[] {
  if (!/\/Type \/Filespec/.test(dictionary) || !/\/AFRelationship \/Alternative/.test(dictionary)) return [];
  const name = /\/F \(([^)]*)\)/.exec(dictionary)?.[1] ?? '';
  const file = /\/F (\d+) 0 R/.exec(dictionary)?.[1] ?? '';

  return [[name, Buffer.from(objects.get(file)?.stream ?? '', 'latin1').toString('utf8')]];
}

function objectsOf(file: string): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  const pattern = /(?<=\n)(\d+) 0 obj\n/g;
  for (let start = pattern.exec(file); start !== null; start = pattern.exec(file)) {
    const from = pattern.lastIndex;
    const [head = ''] = file.slice(from).split(/\nstream\n|\nendobj/, 1);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const at = from + head.length + '\nstream\n'.length;
    const hasStream = file.startsWith('\nstream\n', from + head.length);
    objects.set(start[1] ?? '', {
      dictionary: head,
      stream: hasStream ? streamOf(head, file.slice(at, at + length)) : null,
    });
    pattern.lastIndex = hasStream ? at + length : from + head.length;
  }
  return objects;
}

function streamOf(dictionary: string, raw: string): string {
  const bytes = Buffer.from(raw, 'latin1');
  return /\/FlateDecode/.test(dictionary) ? inflateSync(bytes).toString('latin1') : raw;
}

function textOf(pageId: string, objects: Map<string, PdfObject>): string {
  const page = dictionaryOf(objects, pageId);
  const resources = dictionaryOf(objects, referenceIn(page, 'Resources'));
  const glyphs = new Map<string, Map<string, string>>();
  for (const [, name = '', id = ''] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    glyphs.set(
      name,
      charactersOf(objects.get(referenceIn(dictionaryOf(objects, id), 'ToUnicode'))?.stream ?? ''),
    );
  }
  const content = operatorsOf(pageId, objects);
  const lines: string[] = [];
  let characters = new Map<string, string>();
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|(\[[^\]]*\]) TJ/g)) {
    if (font !== undefined) characters = glyphs.get(font) ?? new Map();
    if (shown !== undefined) lines.push(decoded(shown, characters));
  }
  return lines.join('\n');
}

function operatorsOf(pageId: string, objects: Map<string, PdfObject>): string {
  return objects.get(referenceIn(dictionaryOf(objects, pageId), 'Contents'))?.stream ?? '';
}

function decoded(shown: string, characters: Map<string, string>): string {
  const codes = [...shown.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
  return codes.map((code) => characters.get(code) ?? '\u0000').join('');
}

function charactersOf(map: string): Map<string, string> {
  const characters = new Map<string, string>();
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g)) {
    for (const [index, [, units = '']] of [...list.matchAll(/<([0-9a-f ]*)>/g)].entries()) {
      const code = (Number.parseInt(from, 16) + index).toString(16).padStart(4, '0');
      characters.set(code, String.fromCharCode(...units.split(' ').map((unit) => Number.parseInt(unit, 16))));
    }
  }
  return characters;
}

function isEmbedded(font: string, objects: Map<string, PdfObject>): boolean {
  const [descendant] = referencesIn(/\/DescendantFonts \[([^\]]*)\]/.exec(font)?.[1] ?? '');
  const own = descendant === undefined ? font : dictionaryOf(objects, descendant);
  const descriptor = /\/FontDescriptor (\d+) 0 R/.exec(own)?.[1] ?? '';
  const file = /\/FontFile2 (\d+) 0 R/.exec(objects.get(descriptor)?.dictionary ?? '')?.[1] ?? '';
  return (objects.get(file)?.stream ?? '').length > 1_000;
}

function baseFontOf(dictionary: string): string {
  return /\/BaseFont \/(\S+)/.exec(dictionary)?.[1] ?? '';
}

function dictionaryOf(objects: Map<string, PdfObject>, id: string): string {
  const found = objects.get(id);
  if (found === undefined) throw new Error(`the PDF has no object ${id}`);
  return found.dictionary;
}

function referenceIn(dictionary: string, key: string): string {
  return new RegExp(`/${key} (\\d+) 0 R`).exec(dictionary)?.[1] ?? '';
}

function referencesIn(list: string): string[] {
  return [...list.matchAll(/(\d+) 0 R/g)].map(([, id = '']) => id);
}

function allDictionaries(objects: readonly PdfObject[]): string {
  return objects.map(({ dictionary }) => dictionary).join('\n');
}
