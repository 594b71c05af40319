/** Which texts of a request may end on a document, found in the contracts themselves. */
import * as z from 'zod';
import { PRINTED_TEXT } from '../../shared/contracts/common.ts';

type Node = z.core.JSONSchema.BaseSchema;

/** Where in the body of a route printed texts stand, such as `lines/0/description`; of a list its first place. */
export function printedFieldsOf(body: z.ZodType): readonly string[] {
  const root = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Node;

  return [...new Set(under(root, root, []))];
}

function under(node: Node, root: Node, path: readonly string[]): readonly string[] {
  if (node.$ref) return under(defined(node.$ref, root), root, path);
  if (node.description === PRINTED_TEXT) return [path.join('/')];
  const inside = Object.entries(node.properties ?? {}).map(([name, each]) => [[name], each] as const);
  const { items } = node;
  const parts = [
    ...inside,
    ...(node.anyOf ?? []).map((each) => [[], each] as const),
    ...(typeof items === 'object' && !Array.isArray(items) ? [[['0'], items] as const] : []),
  ];

  return parts.flatMap(([step, each]) =>
    typeof each === 'object' ? under(each, root, [...path, ...step]) : [],
  );
}

function defined(ref: string, root: Node): Node {
  const name = ref.replace('#/$defs/', '');

  return root.$defs?.[name] ?? {};
}
