/** The API as a page to read, made from the OpenAPI document that the API serves. */
import * as z from 'zod';
import type { HttpAnswer } from '../http/answer.ts';
import { escapeHtml, htmlPage, tableOf } from './html.ts';

/** The page; a document that is no OpenAPI gives a page that says so. */
export function docsPage(document: unknown): HttpAnswer {
  const parsed = OpenApi.safeParse(document);
  if (!parsed.success) return htmlPage('API', '<p>The API serves no OpenAPI document yet.</p>');
  const { info, paths, components } = parsed.data;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const known = Operation.safeParse(operation);

      return known.success && METHODS.has(method) ? [{ path, method, ...known.data }] : [];
    }),
  );
  const groups = Map.groupBy(operations, ({ tags, path }) => tags[0] ?? path.split('/')[2] ?? '');
  const sections = [...groups].map(
    ([group, list]) => `<h2>${escapeHtml(group)}</h2>${list.map(operationHtml).join('\n')}`,
  );
  const schemas = Object.entries(components.schemas).map(schemaHtml).join('\n');

  return htmlPage(
    `${info.title} ${info.version}`,
    `<p>${escapeHtml(info.description)}</p><p><a href="/openapi.json">OpenAPI 3.1 document</a></p>
     ${sections.join('\n')}<h2>Schemas</h2>${schemas}`,
  );
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().default(false),
  description: z.string().default(''),
});

const Content = z.looseObject({
  content: z.record(z.string(), z.unknown()).default({}),
  description: z.string().default(''),
});

const Operation = z.object({
  summary: z.string().default(''),
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  parameters: z.array(Parameter.or(z.unknown())).default([]),
  requestBody: Content.optional(),
  responses: z.record(z.string(), Content.or(z.unknown())).default({}),
});

const OpenApi = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string(), version: z.string(), description: z.string().default('') }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()).default({}) }).default({ schemas: {} }),
});

type Listed = z.infer<typeof Operation> & { readonly path: string; readonly method: string };

function operationHtml(operation: Listed): string {
  const { method, path, summary, description, requestBody } = operation;
  const content = requestBody ? `<h3>Body</h3>${contentHtml(requestBody)}` : '';

  return `<details><summary><span class="method">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code> ${escapeHtml(summary)}</summary>
    <p>${escapeHtml(description)}</p>${parametersHtml(operation)}${content}${responsesHtml(operation)}</details>`;
}

function parametersHtml({ parameters }: Listed): string {
  const rows = parameters.flatMap((parameter) => {
    const known = Parameter.safeParse(parameter);

    return known.success
      ? [[known.data.name, known.data.in, known.data.required ? 'required' : '', known.data.description]]
      : [];
  });

  return rows.length === 0 ? '' : `<h3>Parameters</h3>${tableOf(['Name', 'In', '', 'Meaning'], rows)}`;
}

function responsesHtml({ responses }: Listed): string {
  const parts = Object.entries(responses).map(([status, response]) => {
    const known = Content.safeParse(response);
    const content = known.success ? contentHtml(known.data) : '';

    return `<h3>${escapeHtml(status)} ${escapeHtml(known.success ? known.data.description : '')}</h3>${content}`;
  });

  return parts.join('\n');
}

function contentHtml({ content }: z.infer<typeof Content>): string {
  return Object.entries(content)
    .map(([type, body]) => `<p>${escapeHtml(type)}</p><pre><code>${linked(body)}</code></pre>`)
    .join('');
}

function schemaHtml([name, schema]: [string, unknown]): string {
  return `<details id="${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary><pre><code>${linked(schema)}</code></pre></details>`;
}

/** References become links to the schema on the same page. */
function linked(value: unknown): string {
  return escapeHtml(JSON.stringify(value, null, 2) ?? '').replace(
    /#\/components\/schemas\/([\w.-]+)/g,
    (reference, name: string) => `<a href="#${name}">${reference}</a>`,
  );
}
