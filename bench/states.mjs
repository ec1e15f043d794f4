// When each state of a check is analysed, measured in this process by the program's own flow and state engine.
import { CodeCache } from '../dist/start/code-cache.js';
import { tuneMachine, V8_FLAGS } from '../dist/start/machine.js';
import { loadProgram } from '../dist/start/program-script.js';

/**
 * Labels of the states of a check, each with the milliseconds since the start.
 * @param request what `checkSeries` takes, with the name of a source as its series.
 */
export const stateTimes = async (request) => {
  tuneMachine();
  const { program } = await loadProgram(new CodeCache(process.env, true), V8_FLAGS);
  const { checkStates, openRepository, parseSeries, planCheck, quietContext } = program;
  const context = quietContext();
  const start = performance.now();
  const times = [];
  const repository = await openRepository(request.tree, context);
  try {
    const series = request.series && (await parseSeries(request.series, {}, context));
    const plan = await planCheck(repository, series, request, context);
    for await (const { label } of checkStates(repository, plan, null, request, context))
      times.push([label, performance.now() - start]);
    return times;
  } finally {
    repository.dispose();
  }
};
