/** Reads the properties of a resource through a schema, resolving only those that the schema names. */
import type * as z from 'zod';
import type { Found } from './scope.ts';

/** The typed properties. Throws an Error that names the resource when the template says something else. */
export function parseProperties<Shape extends z.ZodRawShape>(
  found: Found,
  schema: z.ZodObject<Shape>,
): z.infer<z.ZodObject<Shape>> {
  const parsed = schema.safeParse(found.properties(Object.keys(schema.shape)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];

  throw new Error(
    `${found.stack}/${found.logicalId} (${found.type}): ${issue?.path.join('.')} ${issue?.message}`,
  );
}
