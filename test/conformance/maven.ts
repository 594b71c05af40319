/** Fetches what a Maven artifact needs to run into a folder of its own, once. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** An artifact of Maven Central, and others that are fetched beside it. */
export type Artifact = {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly with?: readonly Artifact[];
};

/** The folder with the artifact and all it needs, or why there is none. */
export type Fetched = { readonly folder: string } | { readonly folder: null; readonly reason: string };

const CACHE = fileURLToPath(new URL('../../.conformance/', import.meta.url));
const FETCH_MILLISECONDS_MAX = 180_000;

/** Fetches the artifact. Says why not where Java or Maven is missing, or the network. */
export async function fetchArtifact(artifact: Artifact): Promise<Fetched> {
  if (!(await answers('java', '-version'))) return { folder: null, reason: 'java is not installed' };
  const project = join(CACHE, `${artifact.name}-${artifact.version}`);
  const folder = join(project, 'lib');
  if (existsSync(folder) && readdirSync(folder).length > 0) return { folder };
  if (!(await answers('mvn', '--version'))) return { folder: null, reason: 'mvn is not installed' };

  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'pom.xml'), pomOf(artifact));
  const draft = join(project, 'draft');
  try {
    const argv = [
      '--quiet',
      '--batch-mode',
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${draft}`,
    ];
    await promisify(execFile)('mvn', argv, { cwd: project, timeout: FETCH_MILLISECONDS_MAX });
    renameSync(draft, folder);

    return { folder };
  } catch {
    return { folder: null, reason: 'Maven could not fetch it' };
  }
}

async function answers(command: string, flag: string): Promise<boolean> {
  try {
    await promisify(execFile)(command, [flag]);
    return true;
  } catch {
    return false;
  }
}

function pomOf(artifact: Artifact): string {
  const wanted = [artifact, ...(artifact.with ?? [])].map(
    ({ group, name, version }) =>
      `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>`,
  );

  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>countinghouse</groupId>
  <artifactId>conformance</artifactId>
  <version>1</version>
  <dependencies>
    ${wanted.join('\n    ')}
  </dependencies>
</project>
`;
}
