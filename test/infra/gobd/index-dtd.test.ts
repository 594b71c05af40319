import { describe, expect, it } from 'vitest';
import { DTD_FILE, indexDtd } from '../../../infra/gobd/index-dtd.ts';
import { indexXml } from '../../../infra/gobd/index-xml.ts';
import { TABLES } from '../../../infra/gobd/tables.ts';

const SPAN = { supplier: 'Example & <Sons>', from: '2026-01-01', to: '2026-12-31' };
const INDEX = indexXml(SPAN, Object.values(TABLES));

/** Content models as patterns over the names of the children, each followed by a space. */
function modelsIn(dtd: string): ReadonlyMap<string, RegExp> {
  const declared = [...dtd.matchAll(/<!ELEMENT (\w+) (EMPTY|\([^>]+\))>/g)];

  return new Map(declared.map(([, name = '', model = '']) => [name, patternOf(model)]));
}

function patternOf(model: string): RegExp {
  if (model === 'EMPTY') return /^$/;
  if (model === '(#PCDATA)') return /^(#text )?$/;

  return new RegExp(`^${model.replaceAll(/\w+/g, '(?:$&#)').replaceAll(/[,\s]/g, '').replaceAll('#', ' ')}$`);
}

/** What a validating parser would say of the index; empty where it is valid. */
function faultsOf(xml: string, models: ReadonlyMap<string, RegExp>): readonly string[] {
  const faults: string[] = [];
  const open: { readonly name: string; readonly children: string[] }[] = [{ name: '', children: [] }];
  const close = () => {
    const { name, children } = open.pop() ?? { name: '', children: [] };
    const inside = children.map((child) => `${child} `).join('');
    if (!models.get(name)?.test(inside)) faults.push(`${name} holds ${inside}`);
  };
  const body = xml.slice(xml.indexOf('<DataSet'));
  for (const [, closing, name, empty, text] of body.matchAll(/<(\/?)(\w+)(\/?)>|([^<]+)/g)) {
    if (text !== undefined) {
      if (text.trim() !== '' || open.at(-1)?.name !== '') open.at(-1)?.children.push('#text');
    } else if (closing === '/') {
      if (open.at(-1)?.name !== name) faults.push(`${name} ends what it did not begin`);
      close();
    } else {
      open.at(-1)?.children.push(name ?? '');
      open.push({ name: name ?? '', children: [] });
      if (empty === '/') close();
    }
  }

  return open.length === 1 ? faults : [...faults, 'something never ends'];
}

describe('the document type of the index', () => {
  const models = modelsIn(indexDtd());

  it('declares every element that it speaks of, once', () => {
    const spoken = [...indexDtd().matchAll(/[A-Z]\w+(?=[ ,)|?+>])/g)]
      .map(([name]) => name)
      .filter((name) => !['ELEMENT', 'EMPTY', 'PCDATA', 'What', 'Countinghouse'].includes(name));

    expect(new Set(spoken)).toEqual(new Set(models.keys()));
    expect(indexDtd().match(/<!ELEMENT/g)).toHaveLength(models.size);
  });

  it('is the one that the index names, and the index is valid by it', () => {
    expect(INDEX).toContain(`<!DOCTYPE DataSet SYSTEM "${DTD_FILE}">`);
    expect(faultsOf(INDEX, models)).toEqual([]);
  });

  it.each([
    ['an element that is none', INDEX.replace('<UTF8/>', '<Utf8/>')],
    ['one that is missing', INDEX.replace(/<Validity>.*?<\/Validity>/, '')],
    ['two in another order', INDEX.replace(/(<URL>.*?<\/URL>)(<Name>.*?<\/Name>)/, '$2$1')],
    ['a column of no kind', INDEX.replace('<AlphaNumeric/>', '')],
    ['text where elements belong', INDEX.replace('<Media>', '<Media>text')],
    ['an end without a beginning', INDEX.replace('<Media>', '')],
  ])('finds %s', (_, spoiled) => {
    expect(spoiled).not.toBe(INDEX);
    expect(faultsOf(spoiled, models)).not.toEqual([]);
  });
});
