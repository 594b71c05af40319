/** The entry of the CDK app: bundles the handlers, adds the stacks of the stage, has cdk-nag look at them. */
import { rmSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from './application.ts';
import { BUILD_FOLDER, bundleFolder, bundleFunctions, tableOfSizes } from './bundle.ts';
import { stageOf } from './stages.ts';

const app = new App();
const stage = stageOf((key) => app.node.tryGetContext(key));
// A folder of its own, because tests and a start may synthesize at the same time; the assembly keeps copies.
const output = `${BUILD_FOLDER}/synthesis-${process.pid}`;

try {
  console.error(tableOfSizes(await bundleFunctions({ output })));
  addStacks(app, { stage, codeOf: (name) => Code.fromAsset(bundleFolder(name, output)) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} finally {
  rmSync(output, { recursive: true, force: true });
}
