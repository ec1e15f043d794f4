// A tree and a build of it in, how well the edges of the one agree with those of the other out.
import { resolve } from 'node:path';
import { type Context, quietContext } from '../base/context.js';
import { UserError } from '../base/error.js';
import type { ModuleName } from '../base/id.js';
import { type LinkEdge, readBuild, VMLINUX } from '../build/build.js';
import { textOf } from '../build/file.js';
import { type BuildPlace, findBuild } from '../build/place.js';
import { compareEdges, isGoodEnough, placeEdges } from '../check/verification.js';
import { moduleMatcher } from '../edge/module-name.js';
import { type Direction, EVERY_MODULE } from '../edge/query.js';
import { parseConfig } from '../kbuild/configuration.js';
import { type EdgeClass, VERIFY_SCHEMA_VERSION, type Verification } from '../result/verification.js';
import { analyseTree, type TreeRequest } from './edges.js';
import { queryOf } from './request.js';

/** `between` is all modules on both sides when absent, `config` the one that the build was made with. */
export interface VerifyRequest extends Omit<TreeRequest, 'includes'> {
  /** Folder of a kernel build, or `/lib/modules/VERSION`. */
  readonly build: string;
  /** What precision and recall have to be, from 0 to 1; 0.9995 when absent. */
  readonly atLeast?: number;
}

export const DEFAULT_AT_LEAST = 0.9995;

const EVERY: readonly [string, string] = [EVERY_MODULE, EVERY_MODULE];

const objectAt = (path: string): { readonly name: ModuleName; readonly path: string } => ({
  name: path.slice(path.lastIndexOf('/') + 1) as ModuleName,
  path,
});

/** A test for paths of modules. */
const pathMatcher = (pattern: string): ((path: string) => boolean) => {
  const matches = moduleMatcher(pattern);
  return (path) => matches(objectAt(path));
};

/** @throws UserError `input` when the build has no module of a name: it would look like an agreement on nothing. */
const requireBuilt = (place: BuildPlace, directions: readonly Direction[], folder: string): void => {
  const paths = [...place.modules.map(({ path }) => path), VMLINUX];
  for (const pattern of new Set(directions.flatMap(({ from, to }) => [from, to])))
    if (!paths.some(pathMatcher(pattern)))
      throw new UserError('input', `${folder}: this build has no module "${pattern}"`, {
        hint: 'Was it built with that module as m?',
      });
};

/** @throws UserError `input` when the build has no configuration. */
const configOf = async (place: BuildPlace, request: VerifyRequest, folder: string): Promise<string> => {
  if (request.config !== undefined) return request.config;
  if (place.config === undefined)
    throw new UserError('input', `${folder}: its configuration is not there`, {
      hint: 'Give the .config that it was built with: --config FILE.',
    });
  const text = await textOf(place.config);
  if (parseConfig(text).size > 0) return text;
  throw new UserError('input', `${place.config}: not a kernel configuration, it sets no CONFIG_ symbol`, {
    hint: 'Give the .config that the build was made with: --config FILE.',
  });
};

/** The edges of the build that the question is about. */
const askedOf = (edges: readonly LinkEdge[], directions: readonly Direction[]): readonly LinkEdge[] => {
  const tests = directions.map(({ from, to }) => ({ from: pathMatcher(from), to: pathMatcher(to) }));
  return edges.filter(({ consumer, provider }) =>
    tests.some(({ from, to }) => from(consumer) && to(provider)),
  );
};

/**
 * Compares the edges of one commit with a build of it.
 * @throws UserError `input` when tree, revision, build or module names are not what they have to be; `environment` when
 *   git or the file system fails.
 */
export const verifyBuild = async (
  request: VerifyRequest,
  context: Context = quietContext(),
): Promise<Verification> => {
  const folder = resolve(request.workingFolder ?? '.', request.build);
  const between = request.between ?? EVERY;
  const oneWay = request.between === undefined || (request.oneWay ?? false);
  const place = await findBuild(folder);
  const config = await configOf(place, request, folder);
  const asked: TreeRequest = { ...request, between, oneWay, config };
  const { directions } = queryOf(asked);
  requireBuilt(place, directions, folder);

  const edges = await analyseTree(asked, context);
  const consumers = directions.map(({ from }) => pathMatcher(from));
  const build = await readBuild(place, (path) => consumers.some((matches) => matches(path)), context);
  const paths = place.modules.map(({ path }) => path);
  const { found, ...notFound } = placeEdges(edges, paths);
  const judged: EdgeClass = between[1] === VMLINUX ? 'vmlinux' : 'module';
  // An analysis that names vmlinux nowhere has not looked at what it exports.
  const hasVmlinux = judged === 'vmlinux' || edges.some(({ provider }) => provider === VMLINUX);
  const compared: readonly EdgeClass[] = hasVmlinux ? ['module', 'vmlinux'] : ['module'];
  const comparison = compareEdges(askedOf(build.edges, directions), found, compared);

  const atLeast = request.atLeast ?? DEFAULT_AT_LEAST;
  return {
    schemaVersion: VERIFY_SCHEMA_VERSION,
    build: {
      form: place.form,
      release: build.release,
      modules: paths.length,
      exportsFrom: build.exportsFrom,
    },
    between,
    oneWay,
    ...comparison,
    notCompared: { ...notFound, unresolved: build.unresolved },
    verdict: {
      failed: !comparison.classes.some((one) => one.class === judged && isGoodEnough(one, atLeast)),
      class: judged,
      atLeast,
    },
  };
};
