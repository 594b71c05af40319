/** What all stacks share: name, account, region, tags. */
import type { StackProps } from 'aws-cdk-lib';
import { prefixOf } from './names.ts';
import type { Stage } from './stages.ts';

/** The properties of the stack called `part`. */
export function stackSettings(stage: Stage, part: string, description: string): StackProps {
  const environment = {
    ...(stage.account === undefined ? {} : { account: stage.account }),
    ...(stage.region === undefined ? {} : { region: stage.region }),
  };

  return {
    stackName: `${prefixOf(stage.name)}${part}`,
    description: `Countinghouse, stage ${stage.name}. ${description}`,
    env: environment,
    tags: { application: 'countinghouse', stage: stage.name, part },
    terminationProtection: stage.name === 'live',
  };
}
