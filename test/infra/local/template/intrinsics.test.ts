import { describe, expect, test } from 'vitest';
import { resolve, type Scope } from '../../../../infra/local/template/intrinsics.ts';

const scope: Scope = {
  reference: (name) => (name === 'AWS::NoValue' ? undefined : `ref-${name}`),
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  imported: (name) => `imported-${name}`,
};

// What CloudFormation replaces is written as JavaScript would; it is text here.
const hole = (name: string) => ['$', '{', name, '}'].join('');

describe('an intrinsic function', () => {
  test.each([
    [{ Ref: 'Table' }, 'ref-Table'],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    [{ 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table/Stream.Arn'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }, 3]] }, 'a-ref-B-3'],
    [{ 'Fn::Sub': `x-${hole('A')}-${hole('B.Arn')}-${hole('!C')}` }, `x-ref-A-B/Arn-${hole('C')}`],
    [{ 'Fn::Sub': [hole('Own'), { Own: { Ref: 'Z' } }] }, 'ref-Z'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['T', 'Arn'] }] }] }, 'Arn'],
    [{ 'Fn::ImportValue': { 'Fn::Sub': `data:${hole('X')}` } }, 'imported-data:ref-X'],
    [{ a: [{ Ref: 'AWS::NoValue' }, { b: { Ref: 'AWS::NoValue' }, c: 1 }] }, { a: [{ c: 1 }] }],
    [
      ['plain', 1, true, null],
      ['plain', 1, true, null],
    ],
  ])('%j resolves', (value, resolved) => {
    expect(resolve(value, scope)).toEqual(resolved);
  });

  test('that is not known is refused by its name', () => {
    expect(() => resolve({ 'Fn::Cidr': [] }, scope)).toThrow('Fn::Cidr');
  });
});
