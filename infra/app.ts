/** The entry of the CDK app: bundles the handlers, adds the stacks of the stage, has cdk-nag look at them. */
import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addStacks } from './application.ts';
import { bundleFolder, bundleFunctions, tableOfSizes } from './bundle.ts';
import { stageOf } from './stages.ts';

const app = new App();
const stage = stageOf((key) => app.node.tryGetContext(key));
const sizes = await bundleFunctions();
console.error(tableOfSizes(sizes));

addStacks(app, { stage, codeOf: (name) => Code.fromAsset(bundleFolder(name)) });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
