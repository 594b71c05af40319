/** The import law as data: for each part of the tree, what it may import. The first rule that fits a file holds. */
import type { Import } from './source.ts';

type Rule = {
  readonly of: RegExp;
  /** Paths of our own that it may import. */
  readonly own: RegExp;
  /** Paths of our own that it may import as types only. */
  readonly ownTypes?: RegExp;
  /** Packages and node: modules that it may import. */
  readonly packages?: RegExp;
  /** Packages that it may import as types only. */
  readonly packageTypes?: RegExp;
};

const NONE = /^$/;
const SHARED_CORE = /^shared\/(kernel|contracts|journal|views)\//;
const NODE = 'node:[\\w/]+';

const RULES: readonly Rule[] = [
  // The checker proves the books; it must not lean on the rules that it checks.
  { of: /\bchecker\b/, own: /^(?!shared\/domain\/)/, packages: /./ },
  { of: /^shared\/kernel\/(time|calendar)\.ts$/, own: /^shared\/kernel\//, packages: /^temporal-polyfill$/ },
  { of: /^shared\/kernel\/hash\.ts$/, own: /^shared\/kernel\//, packages: /^node:crypto$/ },
  { of: /^shared\/kernel\//, own: /^shared\/kernel\// },
  { of: /^shared\/contracts\//, own: /^shared\/(kernel|contracts)\//, packages: /^zod$/ },
  {
    of: /^shared\/domain\//,
    own: /^shared\/(kernel|domain)\//,
    ownTypes: /^shared\/(contracts\/|ports\.ts$)/,
  },
  {
    of: /^shared\/(journal|views)\//,
    own: SHARED_CORE,
    ownTypes: /^shared\/(domain\/|ports\.ts$|topology\.ts$)/,
    packages: /^zod$/,
  },
  {
    of: /^shared\/documents\//,
    own: /^shared\/(kernel|contracts|documents)\//,
    ownTypes: /^shared\/(domain\/|ports\.ts$)/,
    packages: new RegExp(`^(pdfkit|qr|dejavu-fonts-ttf|${NODE})$`),
  },
  {
    of: /^shared\/adapters\//,
    own: /^shared\/((kernel|contracts|journal|views|adapters)\/|topology\.ts$)/,
    ownTypes: /^shared\/ports\.ts$/,
    packages: new RegExp(`^(@aws-sdk/[\\w-]+|@smithy/[\\w-]+|zod|${NODE})$`),
  },
  {
    // Where a bundle meets the world: one file a client, and only those that its function is granted.
    of: /^shared\/edge\/parts\//,
    own: /^shared\/(adapters|edge)\//,
    ownTypes: /^shared\/ports\.ts$/,
    packages: /^@aws-sdk\/client-[\w-]+$/,
  },
  {
    // Nothing of the business, except who may come in, what is put aside and what time it is: the rim does all three.
    of: /^shared\/edge\//,
    own: /^shared\/(kernel|contracts|journal|views|adapters|documents|edge|topology)\/|^shared\/(execute|topology|domain\/(?:api-keys|parked|test-clocks))\.ts$/,
    ownTypes: /^shared\//,
    packages: new RegExp(`^(@middy/[\\w-]+|zod|${NODE})$`),
    packageTypes: /^aws-lambda$/,
  },
  // Data only: the lines of the functions, and the words they are written in.
  { of: /^shared\/topology\/wiring\.ts$/, own: NONE },
  { of: /^shared\/topology(\.ts$|\/)/, own: /^shared\/topology\// },
  { of: /^shared\/ports\.ts$/, own: NONE, ownTypes: /^shared\/(kernel|contracts|journal|views)\// },
  { of: /^shared\/execute\.ts$/, own: /^shared\/(kernel|journal)\//, ownTypes: /^shared\/ports\.ts$/ },
  {
    // What several functions do alike, as functions may not import each other: rules and views, never a client.
    of: /^shared\/flows\//,
    own: /^shared\/(kernel|contracts|journal|views|domain|flows)\/|^shared\/execute\.ts$/,
    ownTypes: /^shared\/ports\.ts$/,
  },
  {
    of: /^functions\//,
    own: /^shared\/(kernel|contracts|domain|journal|views|documents|edge|flows)\/|^shared\/(execute|topology)\.ts$/,
    ownTypes: /^shared\/ports\.ts$/,
  },
  { of: /^infra\/local\//, own: /^(shared|infra|test)\//, packages: /./ },
  // Scripts beside the CDK app, which talk to a deployed system; they are not part of the stacks.
  { of: /^infra\/((setup|doctor|export)\.ts$|gobd\/)/, own: /^(shared|infra\/(?!local\/))/, packages: /./ },
  {
    of: /^infra\//,
    own: /^infra\/(?!local\/)|^shared\/topology(?:\.ts$|\/)|^shared\/(journal|views)\/[\w/-]*keys\.ts$|^shared\/journal\/budget\.ts$/,
    packages: new RegExp(`^(aws-cdk-lib|constructs|cdk-nag|esbuild|${NODE})$`),
  },
  { of: /^test\//, own: /./, packages: /./ },
];

/** The sentence that says which part of the law an import breaks, or undefined where it is lawful. */
export function breach(one: Import): string | undefined {
  const rule = RULES.find(({ of }) => of.test(one.from));
  if (rule === undefined) return `${one.from} lies where no import rule reaches`;
  if (one.isPackage) return isLawfulPackage(rule, one) ? undefined : sentence(one);
  if (rule.own.test(one.to)) return undefined;
  if (rule.ownTypes?.test(one.to) && one.isType) return undefined;

  return sentence(one);
}

function isLawfulPackage(rule: Rule, one: Import): boolean {
  return rule.packages?.test(one.to) || (one.isType && rule.packageTypes?.test(one.to)) || false;
}

function sentence(one: Import): string {
  return `${one.from} may not import ${one.specifier}${one.isType ? ' as a type' : ''}`;
}

/** The first circle of imports, those of types included, as the path it runs; undefined where there is none. */
export function cycleIn(imports: readonly Import[]): readonly string[] | undefined {
  const edges = Map.groupBy(
    imports.filter((one) => !one.isPackage),
    (one) => one.from,
  );
  const finished = new Set<string>();

  const visit = (path: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return undefined;
    for (const { to } of edges.get(path) ?? []) {
      const cycle = visit(to, [...trail, path]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(path);

    return undefined;
  };

  for (const path of edges.keys()) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }

  return undefined;
}
