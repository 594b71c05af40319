/** Synthesizes a stage without bundles, once for all tests of a file. */
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { readFileSync } from 'node:fs';
import { addStacks } from '../../infra/application.ts';
import { stageOf, type StageName } from '../../infra/stages.ts';

/** A resource as it stands in a template. */
export type TemplateResource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
};

/** A synthesized stage: the app, and the resources of each stack by the stack's short name. */
export type Synthesis = {
  readonly app: App;
  readonly stacks: Readonly<Record<string, Readonly<Record<string, TemplateResource>>>>;
};

/** The stacks of a stage, with a stub where each function's bundle would be. */
export function synthesize(stage: StageName, context: Readonly<Record<string, string>> = {}): Synthesis {
  const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8')) as {
    context: Record<string, unknown>;
  }; // our own file
  const app = new App({ context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context, stage } });
  const codeOf = () => Code.fromInline('export const handler = async () => undefined;');
  addStacks(app, { stage: stageOf((key) => app.node.tryGetContext(key)), codeOf });
  const stacks = app.synth().stacks.map(
    ({ id, template }) =>
      [id, (template as { Resources: Record<string, TemplateResource> }).Resources] as const, // CDK wrote it
  );

  return { app, stacks: Object.fromEntries(stacks) };
}

/** All resources of one type in all stacks, each with its properties. */
export function resourcesOf({ stacks }: Synthesis, type: string): readonly TemplateResource[] {
  return Object.values(stacks).flatMap((resources) =>
    Object.values(resources).filter((one) => one.Type === type),
  );
}
