import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', 'test/bench/**', 'test/conformance/**'],
    // The CloudFormation validator of CDK takes seconds for every synthesis; `npm run synth` runs it.
    env: { CDK_VALIDATION: 'false', CDK_DISABLE_CLI_TELEMETRY: 'true', TZ: 'UTC' },
    pool: 'forks',
    maxWorkers: 2,
    // No test mocks a module or changes the process, so files share the modules that they import: a third of the time.
    isolate: false,
    // A machine that does other work takes several times as long as one at rest.
    testTimeout: 45_000,
    hookTimeout: 60_000,
    // Bundles of an assembly are run as Lambda would run them, not transformed once more.
    server: { deps: { external: [/\/asset\.[0-9a-f]{64}\//] } },
  },
});
